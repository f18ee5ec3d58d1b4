using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Simulation.Gate;

/// <summary>Lines taken from a <see cref="SimulatedGpioChip"/>; debounced and queued as the kernel does it: at most 16 changes a line wait, older ones are lost.</summary>
internal sealed class SimulatedGpioLines : IGpioLines
{
    private readonly SimulatedGpioChip _chip;
    private readonly GpioRequest _request;
    private readonly TimeProvider _time;
    private readonly Queue<GpioEdge> _edges = new();
    private readonly bool[] _settled;
    private readonly ITimer?[] _settling;
    private readonly long[] _unsettledSince;
    private readonly SemaphoreSlim _some = new(0);
    private uint _sequence;
    private bool _begun;
    private bool _disposed;

    internal SimulatedGpioLines(SimulatedGpioChip chip, GpioRequest request, TimeProvider time)
    {
        _chip = chip;
        _request = request;
        _time = time;
        _settled = new bool[request.Lines.Count];
        _settling = new ITimer?[request.Lines.Count];
        _unsettledSince = new long[request.Lines.Count];
    }

    /// <inheritdoc/>
    public GpioFault Get(out ulong levels)
    {
        levels = 0;
        lock (_chip.Sync)
        {
            for (int i = 0; i < _request.Lines.Count; i++)
            {
                bool high = _request.Output || _request.Debounce == TimeSpan.Zero ? _chip.Level(_request.Lines[i].Offset) : _settled[i];
                levels |= high != _request.Lines[i].ActiveLow ? 1UL << i : 0;
            }

            return State();
        }
    }

    /// <inheritdoc/>
    public GpioFault Set(ulong levels, ulong mask)
    {
        lock (_chip.Sync)
        {
            GpioFault fault = _request.Output ? State() : GpioFault.Unsupported;
            if (fault != GpioFault.None)
            {
                return fault;
            }

            for (int i = 0; i < _request.Lines.Count; i++)
            {
                if ((mask >> i & 1) != 0)
                {
                    _chip.Put(_request.Lines[i].Offset, ((levels >> i & 1) != 0) != _request.Lines[i].ActiveLow);
                }
            }
        }

        _chip.Announce(_request);
        return GpioFault.None;
    }

    /// <inheritdoc/>
    public GpioFault Wait(Span<GpioEdge> edges, int timeoutMilliseconds, out int count)
    {
        count = 0;
        _some.Wait(timeoutMilliseconds);
        lock (_chip.Sync)
        {
            while (count < edges.Length && _edges.TryDequeue(out GpioEdge edge))
            {
                edges[count++] = edge;
            }

            if (_edges.Count > 0)
            {
                _some.Release();
            }

            return State();
        }
    }

    public void Dispose()
    {
        bool taken;
        lock (_chip.Sync)
        {
            taken = _begun && !_disposed;
            _disposed = true;
            foreach (ITimer? timer in _settling)
            {
                timer?.Dispose();
            }
        }

        if (taken)
        {
            _chip.Free(_request);
        }
    }

    /// <summary>The lines are ours from now on.</summary>
    internal void Begin()
    {
        _begun = true;
        for (int i = 0; i < _settled.Length; i++)
        {
            _settled[i] = _chip.Level(_request.Lines[i].Offset);
        }
    }

    /// <summary>The voltage on a line may have changed; called under the chip's lock.</summary>
    internal void Changed(int index, bool high)
    {
        if (_request.Output || !_request.Edges || _disposed)
        {
            return;
        }

        if (_request.Debounce == TimeSpan.Zero)
        {
            Settle(index, high);
            return;
        }

        if (_settling[index] is not null && _time.GetElapsedTime(_unsettledSince[index]) >= _request.Debounce)
        {
            // A level that held long enough counts, however late its timer is.
            Settle(index, !_settled[index]);
        }

        if (high == _settled[index])
        {
            Forget(index);
        }
        else if (_settling[index] is null)
        {
            long since = _unsettledSince[index] = _time.GetTimestamp();
            _settling[index] = _time.CreateTimer(_ => TimeIsUp(index, since), null, _request.Debounce, Timeout.InfiniteTimeSpan);
        }
    }

    private void TimeIsUp(int index, long since)
    {
        lock (_chip.Sync)
        {
            if (!_disposed && _settling[index] is not null && _unsettledSince[index] == since)
            {
                Settle(index, !_settled[index]);
            }
        }
    }

    private void Forget(int index)
    {
        _settling[index]?.Dispose();
        _settling[index] = null;
    }

    private void Settle(int index, bool high)
    {
        if (high == _settled[index])
        {
            return;
        }

        Forget(index);
        _settled[index] = high;
        if (_edges.Count == 16 * _request.Lines.Count)
        {
            _edges.Dequeue();
        }

        _edges.Enqueue(new GpioEdge(index, high != _request.Lines[index].ActiveLow, _time.GetElapsedTime(0), ++_sequence));
        _some.Release();
    }

    private GpioFault State() => _disposed ? GpioFault.Failed : _chip.Broken;
}
