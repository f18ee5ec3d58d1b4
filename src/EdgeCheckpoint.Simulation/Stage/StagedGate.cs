using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>A gate on the stage: when it opens, people do what the stage says, and its contacts report it.</summary>
/// <param name="passage">What people do when the gate opens now.</param>
public sealed class StagedGate(Func<StagedPassage> passage, TimeProvider time) : IGate, ISiteInputs
{
    private static readonly TimeSpan WalkTime = TimeSpan.FromMilliseconds(600);

    private readonly Channel<SiteInput> _inputs = Channel.CreateUnbounded<SiteInput>();
    private readonly Lock _lock = new();
    private ITimer? _walk;

    public GatePosition Position { get; private set; }

    public string Fault => "";

    public OutputFault Open()
    {
        lock (_lock)
        {
            Position = GatePosition.Open;
            _walk?.Dispose();
            _walk = time.CreateTimer(_ => Report(), null, WalkTime, Timeout.InfiniteTimeSpan);
            return OutputFault.None;
        }
    }

    public OutputFault Bar()
    {
        lock (_lock)
        {
            Position = GatePosition.Barred;
            return OutputFault.None;
        }
    }

    public OutputFault Release()
    {
        lock (_lock)
        {
            Position = GatePosition.Released;
            return OutputFault.None;
        }
    }

    public ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken) => _inputs.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _walk?.Dispose();
            _walk = null;
        }
    }

    private void Report()
    {
        SiteSignal[] told = passage() switch
        {
            StagedPassage.TurnBack => [SiteSignal.NotPassed],
            StagedPassage.Tailgate => [SiteSignal.Passed, SiteSignal.Passed],
            _ => [SiteSignal.Passed],
        };
        foreach (SiteSignal signal in told)
        {
            _inputs.Writer.TryWrite(new SiteInput(signal, true, MonotonicInstant.Now(time)));
        }
    }
}

/// <summary>Lamps and buzzer nobody built: remembers what they would say.</summary>
public sealed class StagedSignals : ISignals
{
    public SignalAspect Aspect { get; private set; }

    public BuzzerPattern Pattern { get; private set; }

    public OutputFault Show(SignalAspect aspect)
    {
        Aspect = aspect;
        return OutputFault.None;
    }

    public OutputFault Sound(BuzzerPattern pattern)
    {
        Pattern = pattern;
        return OutputFault.None;
    }

    public void Dispose() => Aspect = SignalAspect.Dark;
}
