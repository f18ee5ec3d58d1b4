using System.Threading.Channels;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>
/// The one loop: takes inputs in the order of their instants, steps the machine, carries out its effects. Commit before show:
/// when the journal refuses an event, what should have followed it does not happen. What comes late, because the disk or the machine
/// stalled, says nothing of who stands there now: it is not told, and no gate opens for it.
/// </summary>
internal sealed class KioskLoop(
    CheckpointMachine machine, IOutbox outbox, IEffects outputs, ServiceWatch watch, TimeProvider time, ILogger<KioskLoop> log,
    InputJournal? record = null, KioskOptions? options = null)
{
    private const int Capacity = 512;

    /// <summary>A few seconds of sensors; older pictures are worth nothing.</summary>
    private const int SensedCapacity = 64;

    /// <summary>A person who is not seen for about as long has gone.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly Channel<Told> _inputs = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Queue<MachineInput> _echoes = [];
    private readonly List<MachineEffect> _effects = [];
    private readonly Sensed _sensed = new();
    private bool _behind;
    private OutboxFault _refused;

    /// <summary>Sensor inputs that made room for newer ones.</summary>
    public long Dropped => _sensed.Dropped;

    /// <summary>For sensors: never waits; the oldest makes room and is counted.</summary>
    public void Offer(MachineInput input) => _sensed.Inputs.Writer.TryWrite(input);

    /// <summary>For codes, commands, gate and faults: waits for room.</summary>
    public ValueTask SendAsync(MachineInput input, CancellationToken cancellationToken) => _inputs.Writer.WriteAsync(new Told(input, null), cancellationToken);

    /// <summary>Sends, and waits for what was carried out for it.</summary>
    /// <returns>The effects, without those that were dropped; none for an input that came too late.</returns>
    public async Task<IReadOnlyList<MachineEffect>> AskAsync(MachineInput input, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<MachineEffect>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inputs.Writer.WriteAsync(new Told(input, answer), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Task told = Task.CompletedTask, sensed = Task.CompletedTask;
        while (true)
        {
            while (TryNext(out Told next))
            {
                Take(next);
            }

            told = told.IsCompleted ? _inputs.Reader.WaitToReadAsync(cancellationToken).AsTask() : told;
            sensed = sensed.IsCompleted ? _sensed.Inputs.Reader.WaitToReadAsync(cancellationToken).AsTask() : sensed;
            await await Task.WhenAny(told, sensed);
        }
    }

    /// <summary>The older of what was told and what was sensed.</summary>
    private bool TryNext(out Told next)
    {
        bool told = _inputs.Reader.TryPeek(out next);
        return _sensed.Inputs.Reader.TryPeek(out MachineInput? seen) && (!told || seen.At < next.Input.At)
            ? Read(out next)
            : told && _inputs.Reader.TryRead(out next);

        // The one looked at may have made room for a newer one meanwhile.
        bool Read(out Told sensed)
        {
            bool any = _sensed.Inputs.Reader.TryRead(out MachineInput? input);
            sensed = new Told(input!, null);
            return any;
        }
    }

    private void Take(Told told)
    {
        List<MachineEffect>? done = told.Answer is null ? null : [];
        try
        {
            bool late = IsLate(told.Input);
            if (late && !_behind)
            {
                Log.FellBehind(log, (MonotonicInstant.Now(time) - told.Input.At).TotalSeconds);
                Handle(new FellBehind(told.Input.At), null);
            }

            _behind = late;
            if (!late || !IsOfThisMoment(told.Input))
            {
                Handle(told.Input, done);
            }
            else if (told.Input is CodePresented code)
            {
                // Whoever shows it may have gone, but a code that lies there has not been away.
                Handle(code with { Aside = true }, null);
            }

            while (_echoes.TryDequeue(out MachineInput? echo))
            {
                Handle(echo, null);
            }

            if (told.Input is Ticked tick)
            {
                watch.TickHandled(tick);
            }
        }
        finally
        {
            told.Answer?.TrySetResult(done!);
        }
    }

    private void Handle(MachineInput input, List<MachineEffect>? done)
    {
        _effects.Clear();
        record?.Taken(input);
        machine.Step(input, _effects);
        record?.Did(_effects, machine.State);
        bool decided = false;
        bool barred = false;
        for (int i = 0; i < _effects.Count; i++)
        {
            MachineEffect effect = _effects[i];
            if (effect is Append append)
            {
                if (!TryRecord(append))
                {
                    return;
                }

                decided = append.Data is ScanEvent;
                barred |= IsLate(input) && _effects.FindIndex(i, static e => e is OpenGate { Hold: false }) >= 0;
            }
            else if (barred)
            {
                if (effect is OpenGate { Hold: false })
                {
                    _echoes.Enqueue(new GateKeptBarred(MonotonicInstant.Now(time), decided));
                }

                continue;
            }
            else
            {
                outputs.Apply(effect);
            }

            done?.Add(effect);
        }
    }

    private bool TryRecord(Append append)
    {
        OutboxResult result = outbox.Append(append.Data, append.Time);
        if (result.Fault != OutboxFault.None)
        {
            if (result.Fault != _refused)
            {
                Log.JournalRefuses(log, Why(result.Fault));
            }

            _refused = result.Fault;
            _echoes.Enqueue(new JournalFailed(MonotonicInstant.Now(time)));
            return false;
        }

        if (_refused != OutboxFault.None)
        {
            _refused = OutboxFault.None;
            Log.JournalAccepts(log);
        }

        _echoes.Enqueue(new Journaled(MonotonicInstant.Now(time), result.Key, append.Data));
        outputs.Recorded(result.Key, append.Data);
        return true;
    }

    private string Why(OutboxFault fault)
    {
        string folder = options?.Journal.Folder ?? "its folder";
        return fault switch
        {
            OutboxFault.Full => $"the disk of {folder}, or the journal's budget, is full",
            OutboxFault.Owned => $"another kiosk process uses {folder}; stop it",
            _ => $"the disk of {folder} fails, has no room at all, is read-only, or may not be written by this user",
        };
    }

    private bool IsLate(MachineInput input) => MonotonicInstant.Now(time) - input.At > Late;

    /// <summary>Whether it tells of people who are there, or is an order for them; anything else has happened, or holds until told otherwise, however late it is learned.</summary>
    private static bool IsOfThisMoment(MachineInput input) =>
        input is Observed or CodePresented or CodeUnreadable or PlateTold or OccupantsTold or GateOpenRequested;

    /// <param name="Answer">Where somebody waits for what was carried out.</param>
    private readonly record struct Told(MachineInput Input, TaskCompletionSource<IReadOnlyList<MachineEffect>>? Answer);

    /// <summary>What sensors offered and the loop has not taken yet.</summary>
    private sealed class Sensed
    {
        private long _dropped;

        public Sensed() => Inputs = Channel.CreateBounded<MachineInput>(
            new BoundedChannelOptions(SensedCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _dropped));

        public Channel<MachineInput> Inputs { get; }

        public long Dropped => Interlocked.Read(ref _dropped);
    }
}
