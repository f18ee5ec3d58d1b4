using EdgeCheckpoint.Hardware.Gate;

namespace EdgeCheckpoint.Simulation.Gate;

/// <summary>The machine behind the relay: it opens for one person, says who walked, and bars again.</summary>
internal sealed class SimulatedTurnstile : IDisposable
{
    private readonly GateOptions _options;
    private readonly int _relay;
    private readonly SimulatedGpioChip _chip;
    private readonly Lock _state = new();
    private readonly Action<SiteContact> _contact;
    private readonly ITimer _giveUp;
    private bool _open;

    internal SimulatedTurnstile(SimulatedGpioChip chip, int relay, GateOptions options, TimeProvider time, Action<SiteContact> contact)
    {
        _chip = chip;
        _relay = relay;
        _options = options;
        _contact = contact;
        _giveUp = time.CreateTimer(static turnstile => ((SimulatedTurnstile)turnstile!).NobodyCame(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        chip.Driven += RelayMoved;
    }

    internal enum SiteContact
    {
        Passed,
        NotPassed,
        Forced,
    }

    /// <summary>Whether a person who walks now gets through.</summary>
    internal bool IsOpen
    {
        get
        {
            lock (_state)
            {
                return _open;
            }
        }
    }

    /// <summary>Somebody walks against it.</summary>
    /// <returns>Whether they got through.</returns>
    internal bool Walk()
    {
        lock (_state)
        {
            if (!_open)
            {
                return false;
            }

            if (_options.Mode == RelayMode.Pulse && !Energised())
            {
                _open = false;
                _giveUp.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        _contact(SiteContact.Passed);
        return true;
    }

    /// <summary>The person it opened for turns back.</summary>
    internal void TurnBack()
    {
        lock (_state)
        {
            if (!_open)
            {
                return;
            }
        }

        NobodyCame();
    }

    /// <summary>Somebody pushes through while it is barred.</summary>
    internal void Force() => _contact(SiteContact.Forced);

    public void Dispose()
    {
        _chip.Driven -= RelayMoved;
        _giveUp.Dispose();
    }

    private bool Energised() => _chip.IsHigh(_relay) != _options.Relay.ActiveLow;

    private void RelayMoved(int line, bool high)
    {
        if (line != _relay)
        {
            return;
        }

        lock (_state)
        {
            if (_options.Mode == RelayMode.Hold)
            {
                _open = Energised() == _options.Energised(open: true);
            }
            else if (Energised())
            {
                _open = true;
                _giveUp.Change(TimeSpan.FromSeconds(_options.OpenSeconds), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void NobodyCame()
    {
        lock (_state)
        {
            if (!_open || (_options.Mode == RelayMode.Pulse && Energised()))
            {
                return;
            }

            _open = _options.Mode == RelayMode.Hold && _open;
        }

        _contact(SiteContact.NotPassed);
    }
}
