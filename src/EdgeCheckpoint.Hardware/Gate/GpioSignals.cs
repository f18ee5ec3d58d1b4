using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Lamps and a buzzer that sounds while it has current, all on one request.</summary>
public sealed class GpioSignals : ISignals
{
    private const int BuzzerBit = 4;

    private readonly IGpioLines? _lines;
    private readonly int[] _places;
    private readonly ITimer _next;
    private readonly Lock _state = new();
    private TimeSpan[] _rhythm = [];
    private int _step;
    private bool _repeat;
    private bool _closed;

    private GpioSignals(IGpioLines? lines, int[] places, TimeProvider time)
    {
        _lines = lines;
        _places = places;
        _next = time.CreateTimer(static signals => ((GpioSignals)signals!).Advance(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the wired lines, all off. With nothing wired every command succeeds and does nothing.</summary>
    /// <param name="signals">Null after a fault.</param>
    public static GpioFault Open(IGpioChip chip, SignalOptions options, TimeProvider time, out GpioSignals? signals)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        signals = null;
        LineOptions[] wanted = [options.Green, options.Amber, options.Red, options.White, options.Buzzer];
        List<GpioLine> wired = [];
        int[] places = new int[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            places[i] = wanted[i].IsWired ? wired.Count : -1;
            if (wanted[i].IsWired)
            {
                GpioFault unknown = wanted[i].Resolve(chip, out GpioLine line);
                if (unknown != GpioFault.None)
                {
                    return unknown;
                }

                wired.Add(line);
            }
        }

        IGpioLines? lines = null;
        GpioFault fault = wired.Count == 0 ? GpioFault.None : chip.Request(new GpioRequest("edge-checkpoint signals", Output: true, wired), out lines);
        signals = fault == GpioFault.None ? new GpioSignals(lines, places, time) : null;
        return fault;
    }

    /// <inheritdoc/>
    public OutputFault Show(SignalAspect aspect)
    {
        (bool green, bool amber, bool red, bool white) = aspect switch
        {
            SignalAspect.Busy => (false, false, false, true),
            SignalAspect.Go => (true, false, false, false),
            SignalAspect.Refer => (false, true, false, false),
            SignalAspect.Stop => (false, false, true, false),
            SignalAspect.OutOfService => (false, true, true, false),
            _ => (false, false, false, false),
        };
        lock (_state)
        {
            return _closed ? OutputFault.Closed : Set((0, green), (1, amber), (2, red), (3, white));
        }
    }

    /// <inheritdoc/>
    public OutputFault Sound(BuzzerPattern pattern)
    {
        lock (_state)
        {
            if (_closed)
            {
                return OutputFault.Closed;
            }

            _rhythm = Rhythm(pattern);
            _repeat = pattern == BuzzerPattern.Alarm;
            _step = 0;
            return Step();
        }
    }

    public void Dispose()
    {
        lock (_state)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _lines?.Set(0, ulong.MaxValue);
        }

        _next.Dispose();
        _lines?.Dispose();
    }

    /// <summary>On, off, on ...; begins with on.</summary>
    private static TimeSpan[] Rhythm(BuzzerPattern pattern)
    {
        TimeSpan shortly = TimeSpan.FromMilliseconds(120);
        TimeSpan lengthy = TimeSpan.FromMilliseconds(700);
        return pattern switch
        {
            BuzzerPattern.Accept => [shortly],
            BuzzerPattern.Refer => [shortly, shortly, shortly],
            BuzzerPattern.Refuse => [lengthy],
            BuzzerPattern.Alarm => [lengthy, lengthy],
            _ => [],
        };
    }

    private void Advance()
    {
        lock (_state)
        {
            if (_closed)
            {
                return;
            }

            _step++;
            if (_repeat && _step == _rhythm.Length)
            {
                _step = 0;
            }

            Step();
        }
    }

    private OutputFault Step()
    {
        bool playing = _step < _rhythm.Length;
        _next.Change(playing ? _rhythm[_step] : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Set((BuzzerBit, playing && _step % 2 == 0));
    }

    private OutputFault Set(params ReadOnlySpan<(int Lamp, bool On)> changes)
    {
        ulong levels = 0;
        ulong mask = 0;
        foreach ((int lamp, bool on) in changes)
        {
            if (_places[lamp] >= 0)
            {
                mask |= 1UL << _places[lamp];
                levels |= on ? 1UL << _places[lamp] : 0;
            }
        }

        return mask == 0 || _lines!.Set(levels, mask) == GpioFault.None ? OutputFault.None : OutputFault.Failed;
    }
}
