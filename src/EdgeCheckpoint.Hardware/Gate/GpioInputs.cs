using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Contacts and buttons on one request, read by a thread of their own.</summary>
public sealed class GpioInputs : ISiteInputs
{
    /// <summary>How long the wish to stop may go unnoticed.</summary>
    private const int LookMilliseconds = 100;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly IGpioChip _chip;
    private readonly InputOptions _options;
    private readonly SiteSignal[] _signals;
    private readonly GpioLine[] _lines;
    private readonly TimeProvider _time;
    private readonly Action<SiteInput> _first;
    private readonly Channel<SiteInput> _changes = Channel.CreateUnbounded<SiteInput>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile string _fault = "";
    private ulong _known;
    private bool _anyKnown;

    private GpioInputs(IGpioChip chip, InputOptions options, SiteSignal[] signals, GpioLine[] lines, TimeProvider time, Action<SiteInput> first)
    {
        _chip = chip;
        _options = options;
        _signals = signals;
        _lines = lines;
        _time = time;
        _first = first;
        _thread = new Thread(Run) { IsBackground = true, Name = "inputs" };
    }

    /// <inheritdoc/>
    public string Fault => _fault;

    /// <summary>Takes the wired lines and begins to listen.</summary>
    /// <param name="first">Called on the input thread before anybody can read the change: here the emergency input reaches the gate.</param>
    /// <param name="inputs">Null after a fault, which is one of finding the lines; lines that are taken or lost are tried again.</param>
    public static GpioFault Open(IGpioChip chip, InputOptions options, TimeProvider time, Action<SiteInput> first, out GpioInputs? inputs)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(first);
        inputs = null;
        List<SiteSignal> signals = [];
        List<GpioLine> lines = [];
        foreach ((SiteSignal signal, LineOptions wiring) in options.Wired())
        {
            GpioFault fault = wiring.Resolve(chip, out GpioLine line);
            if (fault != GpioFault.None)
            {
                return fault;
            }

            signals.Add(signal);
            lines.Add(line);
        }

        inputs = new GpioInputs(chip, options, [.. signals], [.. lines], time, first);
        inputs._thread.Start();
        return GpioFault.None;
    }

    /// <inheritdoc/>
    public ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _changes.Writer.TryComplete();
    }

    private void Run()
    {
        GpioRequest request = new("edge-checkpoint inputs", Output: false, _lines)
        {
            Edges = true,
            Debounce = TimeSpan.FromMilliseconds(_options.DebounceMilliseconds),
        };
        while (_lines.Length > 0 && !_stop.IsSet)
        {
            GpioFault fault = _chip.Request(request, out IGpioLines? lines);
            if (fault == GpioFault.None)
            {
                using (lines)
                {
                    fault = Follow(lines!);
                }
            }

            if (!_stop.IsSet)
            {
                _fault = $"inputs {fault}: trying again every second";
                _stop.Wait(Retry);
            }
        }
    }

    /// <summary>Reports the levels that hold, then every change, until the lines fail.</summary>
    private GpioFault Follow(IGpioLines lines)
    {
        Span<GpioEdge> edges = stackalloc GpioEdge[16];
        uint expected = 1;
        GpioFault fault = Compare(lines, begins: true);
        while (fault == GpioFault.None && !_stop.IsSet)
        {
            _fault = "";
            fault = lines.Wait(edges, LookMilliseconds, out int count);
            for (int i = 0; i < count; i++)
            {
                bool lost = edges[i].Sequence != expected;
                expected = edges[i].Sequence + 1;
                Tell(edges[i].Index, edges[i].Active);
                fault = lost && fault == GpioFault.None ? Compare(lines, begins: false) : fault;
            }
        }

        return fault;
    }

    /// <summary>Tells of every level that is not what was told last, the first time of all.</summary>
    /// <param name="begins">What is momentary and holds when the lines are taken is only noted: nobody saw it begin, and it may be stuck.</param>
    private GpioFault Compare(IGpioLines lines, bool begins)
    {
        GpioFault fault = lines.Get(out ulong levels);
        if (fault != GpioFault.None)
        {
            return fault;
        }

        bool first = !_anyKnown;
        _anyKnown = true;
        for (int i = 0; i < _signals.Length; i++)
        {
            bool active = (levels >> i & 1) != 0;
            if (begins && IsMomentary(_signals[i]))
            {
                Note(i, active);
            }
            else if (first || active != ((_known >> i & 1) != 0))
            {
                Tell(i, active);
            }
        }

        return GpioFault.None;
    }

    private void Tell(int index, bool active)
    {
        Note(index, active);
        if (active || !IsMomentary(_signals[index]))
        {
            SiteInput input = new(_signals[index], active, MonotonicInstant.Now(_time));
            _first(input);
            _changes.Writer.TryWrite(input);
        }
    }

    private void Note(int index, bool active)
    {
        ulong bit = 1UL << index;
        _known = active ? _known | bit : _known & ~bit;
    }

    private static bool IsMomentary(SiteSignal signal) =>
        signal is SiteSignal.Passed or SiteSignal.NotPassed or SiteSignal.Forced or SiteSignal.StaffButton or SiteSignal.EverybodyButton;
}
