using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Simulation.Gate;

/// <summary>A chip of lines with names <c>GPIO0</c>, <c>GPIO1</c> ..., on which wires can be laid, levels driven from outside, and faults set. Thread-safe.</summary>
public sealed class SimulatedGpioChip : IGpioChip
{
    private readonly SimulatedLine[] _lines;
    private readonly TimeProvider _time;

    public SimulatedGpioChip(int lines, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lines);
        _lines = [.. Enumerable.Range(0, lines).Select(static _ => new SimulatedLine())];
        _time = time;
    }

    /// <summary>Everything asked of the chip fails with this while it is not None; it can be set and cleared at any time.</summary>
    public GpioFault Broken { get; set; }

    /// <summary>Outputs stay driven when they are given back, as Raspberry Pi OS leaves them without dtparam=strict_gpiod.</summary>
    public bool KeepsLevels { get; set; }

    internal object Sync { get; } = new();

    /// <summary>Called after an output changed, outside all locks: line and voltage.</summary>
    public event Action<int, bool>? Driven;

    /// <summary>Connects two lines with a wire.</summary>
    public void Wire(int one, int other)
    {
        lock (Sync)
        {
            _lines[one].Wired = other;
            _lines[other].Wired = one;
        }
    }

    /// <summary>Puts a voltage on a line from outside, or takes it off.</summary>
    /// <param name="high">Null: the line floats and the pull decides.</param>
    public void Drive(int line, bool? high)
    {
        lock (Sync)
        {
            _lines[line].Outside = high;
            Notice(line);
        }
    }

    /// <summary>The voltage on a line as a meter would show it; a floating line shows low.</summary>
    public bool IsHigh(int line)
    {
        lock (Sync)
        {
            return Level(line);
        }
    }

    /// <summary>Whether somebody has the line.</summary>
    public bool IsTaken(int line)
    {
        lock (Sync)
        {
            return _lines[line].Owner is not null;
        }
    }

    /// <inheritdoc/>
    public GpioFault Find(string name, out int offset)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool known = name.StartsWith("GPIO", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), out offset) && offset >= 0 && offset < _lines.Length;
        offset = known ? int.Parse(name.AsSpan(4), provider: null) : -1;
        return Broken != GpioFault.None ? Broken : known ? GpioFault.None : GpioFault.Absent;
    }

    /// <inheritdoc/>
    public GpioFault Request(GpioRequest request, out IGpioLines? lines)
    {
        ArgumentNullException.ThrowIfNull(request);
        lines = null;
        SimulatedGpioLines taken = new(this, request, _time);
        lock (Sync)
        {
            GpioFault fault = Broken != GpioFault.None ? Broken
                : request.Lines.Count is 0 or > 64 || request.Lines.Any(l => l.Offset < 0 || l.Offset >= _lines.Length) ? GpioFault.Absent
                : request.Lines.Any(l => _lines[l.Offset].Owner is not null) || request.Lines.DistinctBy(static l => l.Offset).Count() < request.Lines.Count ? GpioFault.Busy
                : GpioFault.None;
            if (fault != GpioFault.None)
            {
                taken.Dispose();
                return fault;
            }

            for (int i = 0; i < request.Lines.Count; i++)
            {
                _lines[request.Lines[i].Offset].Take(taken, i, request.Lines[i].Bias, request.Output ? request.Lines[i].Active != request.Lines[i].ActiveLow : null);
            }

            taken.Begin();
            foreach (GpioLine line in request.Lines)
            {
                Notice(line.Offset);
            }
        }

        lines = taken;
        Announce(request);
        return GpioFault.None;
    }

    public void Dispose()
    {
    }

    internal bool Level(int line)
    {
        SimulatedLine one = _lines[line];
        SimulatedLine? other = one.Wired is { } wired ? _lines[wired] : null;
        return one.Driving ?? other?.Driving ?? one.Outside ?? other?.Outside ?? one.Pull ?? other?.Pull ?? false;
    }

    internal void Put(int line, bool high)
    {
        _lines[line].Driving = high;
        Notice(line);
    }

    internal void Free(GpioRequest request)
    {
        lock (Sync)
        {
            foreach (GpioLine line in request.Lines)
            {
                _lines[line.Offset].Leave(KeepsLevels);
                Notice(line.Offset);
            }
        }

        Announce(request);
    }

    /// <summary>Tells whoever models the world behind the outputs.</summary>
    internal void Announce(GpioRequest request)
    {
        if (request.Output)
        {
            foreach (GpioLine line in request.Lines)
            {
                Driven?.Invoke(line.Offset, IsHigh(line.Offset));
            }
        }
    }

    private void Notice(int line)
    {
        _lines[line].Owner?.Changed(_lines[line].Index, Level(line));
        if (_lines[line].Wired is { } other)
        {
            _lines[other].Owner?.Changed(_lines[other].Index, Level(other));
        }
    }

    private sealed class SimulatedLine
    {
        public SimulatedGpioLines? Owner { get; private set; }

        public int Index { get; private set; }

        public int? Wired { get; set; }

        public bool? Outside { get; set; }

        public bool? Driving { get; set; }

        public bool? Pull { get; private set; }

        public void Take(SimulatedGpioLines owner, int index, GpioBias bias, bool? driving)
        {
            Owner = owner;
            Index = index;
            Driving = driving;
            Pull = bias switch { GpioBias.PullUp => true, GpioBias.PullDown => false, _ => null };
        }

        public void Leave(bool driven)
        {
            Owner = null;
            Driving = driven ? Driving : null;
            Pull = null;
        }
    }
}
