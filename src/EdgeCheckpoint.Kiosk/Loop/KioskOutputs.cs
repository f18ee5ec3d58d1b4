using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>Gate, lamps, buzzer and screen of this kiosk.</summary>
internal sealed class KioskOutputs(
    IGate gate,
    ISignals signals,
    SensorStates states,
    ScreenHub screen,
    VerdictCounts verdicts,
    Desks desks,
    TimeProvider time,
    ILogger<KioskOutputs> log) : IEffects
{
    public void Apply(MachineEffect effect)
    {
        switch (effect)
        {
            case OpenGate { Hold: true }:
                Check(gate.Release());
                break;
            case OpenGate:
                Check(gate.Open());
                break;
            case SecureGate:
                Check(gate.Bar());
                break;
            case Signal signal:
                signals.Show(AspectOf(signal.Verdict));
                signals.Sound(PatternOf(signal.Verdict));
                break;
            case Show show:
                screen.Show(show.View);
                if (show.View.Page == ScreenPage.Idle)
                {
                    screen.ClearPictures();
                }

                break;
        }
    }

    public void Recorded(EventKey key, CheckpointEvent data)
    {
        switch (data)
        {
            case ScanEvent scan:
                verdicts.Add(scan.Verdict);
                if (scan.Verdict == Verdict.Refer)
                {
                    desks.Operator?.Refer(new ReferredScan(key.Sequence, time.GetUtcNow(), scan.Reasons));
                }

                Log.Decided(log, Words.Of(scan.Verdict), string.Join(", ", scan.Reasons));
                break;
            case GateEvent moved:
                Log.GateDid(log, moved.Action, moved.Cause);
                break;
            case AlarmEvent alarm:
                Log.Alarm(log, alarm.Code, alarm.Active ? "raised" : "cleared");
                break;
        }
    }

    private void Check(OutputFault fault)
    {
        states.Gate = fault == OutputFault.Held ? OutputFault.None : fault;
        if (states.Gate != OutputFault.None)
        {
            Log.GateFault(log, fault);
        }
    }

    private static SignalAspect AspectOf(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => SignalAspect.Go,
        Verdict.Refer => SignalAspect.Refer,
        Verdict.Deny => SignalAspect.Stop,
        Verdict.Unable => SignalAspect.OutOfService,
        _ => SignalAspect.Ready,
    };

    private static BuzzerPattern PatternOf(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => BuzzerPattern.Accept,
        Verdict.Refer or Verdict.Unable => BuzzerPattern.Refer,
        Verdict.Deny => BuzzerPattern.Refuse,
        _ => BuzzerPattern.Silent,
    };
}
