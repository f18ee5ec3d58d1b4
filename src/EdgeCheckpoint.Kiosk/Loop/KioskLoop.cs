using System.Threading.Channels;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>
/// The one loop: takes inputs in order, steps the machine, carries out its effects. Commit before show:
/// when the journal refuses an event, what should have followed it does not happen.
/// </summary>
internal sealed class KioskLoop(
    CheckpointMachine machine, IOutbox outbox, IEffects outputs, ServiceWatch watch, TimeProvider time, ILogger<KioskLoop> log, InputJournal? record = null)
{
    private const int Capacity = 512;

    private readonly Channel<MachineInput> _inputs = Channel.CreateBounded<MachineInput>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Queue<MachineInput> _echoes = [];
    private long _dropped;

    /// <summary>Sensor inputs that found no room; the next one says the same better.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>For sensors: never waits; counts what found no room.</summary>
    public void Offer(MachineInput input)
    {
        if (!_inputs.Writer.TryWrite(input))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>For codes, commands, gate and faults: waits for room.</summary>
    public ValueTask SendAsync(MachineInput input, CancellationToken cancellationToken) => _inputs.Writer.WriteAsync(input, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var effects = new List<MachineEffect>();
        await foreach (MachineInput input in _inputs.Reader.ReadAllAsync(cancellationToken))
        {
            Handle(input, effects);
            while (_echoes.TryDequeue(out MachineInput? echo))
            {
                Handle(echo, effects);
            }

            if (input is Ticked tick)
            {
                watch.TickHandled(tick);
            }
        }
    }

    private void Handle(MachineInput input, List<MachineEffect> effects)
    {
        effects.Clear();
        record?.Taken(input);
        machine.Step(input, effects);
        record?.Did(effects, machine.State);
        foreach (MachineEffect effect in effects)
        {
            if (effect is Append append)
            {
                OutboxResult result = outbox.Append(append.Data, append.Time);
                if (result.Fault != OutboxFault.None)
                {
                    Log.JournalRefused(log, append.Data.Kind, result.Fault);
                    _echoes.Enqueue(new JournalFailed(MonotonicInstant.Now(time)));
                    return;
                }

                _echoes.Enqueue(new Journaled(MonotonicInstant.Now(time), result.Key, append.Data));
                outputs.Recorded(result.Key, append.Data);
            }
            else
            {
                outputs.Apply(effect);
            }
        }
    }
}
