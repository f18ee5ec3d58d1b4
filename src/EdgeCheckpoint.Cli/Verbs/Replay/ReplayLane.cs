using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>One kiosk without its service: recorded words and photographs go through the same rooms, on a clock that only the replay moves.</summary>
internal sealed class ReplayLane : IDisposable
{
    /// <summary>Longer than any time-out of the machine.</summary>
    private static readonly TimeSpan LongestEncounter = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(125);

    private readonly WaitDrivenTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly Mlx90640Sensor _sensor;
    private readonly SubjectTracker _tracker;
    private readonly ThermalFrame _frame = new(Mlx90640Registers.Columns, Mlx90640Registers.Rows);
    private readonly IQrDecoder _decoder;
    private readonly CredentialVerifier _verifier;
    private readonly CheckpointMachine _machine;
    private readonly IOutbox _outbox;
    private readonly List<MachineEffect> _effects = [];
    private readonly StageClock _clock = new();

    public ReplayLane(RecordedWords words, IQrDecoder decoder, CredentialVerifier verifier, IPolicy policy, Site site, IOutbox outbox)
    {
        _sensor = new Mlx90640Sensor(new RecordedMlx90640(words.Eeprom, words.SubPages, _time), _time, words.Settings);
        _tracker = new SubjectTracker(_frame.Width, _frame.Height, _sensor.Traits, new ThermalOptions { WarmUp = TimeSpan.Zero });
        _decoder = decoder;
        _verifier = verifier;
        _machine = new CheckpointMachine(new MachineOptions(), policy, site, "replay", new Pseudonym(new byte[32]));
        _outbox = outbox;
    }

    /// <summary>Sends one photograph through, as one person who stands where the recording was made.</summary>
    public ReplayLine Play(string file, GrayPicture picture)
    {
        _clock.Reset();
        ScanEvent? scan = null;
        SubjectObservation observation;
        string text = "";
        MonotonicInstant enteredAt = Now;
        int turn = 0;
        do
        {
            observation = Look();
            scan ??= Step(new Ticked(Now, _time.GetUtcNow(), ClockState.Synced));
            scan ??= Step(new Observed(Now, observation));

            if (turn++ == 0)
            {
                text = Read(picture);
                scan ??= Present(text);
            }
        }
        while (scan is null && Now - enteredAt < LongestEncounter);

        // The person leaves; the next one finds the kiosk at rest.
        for (MonotonicInstant leftAt = Now; _machine.State != MachineState.Idle && Now - leftAt < LongestEncounter;)
        {
            _time.Pass(Turn);
            Step(new Ticked(Now, _time.GetUtcNow(), ClockState.Synced));
        }

        return new ReplayLine(
            file, text, scan?.Measurement?.Celsius, _frame.Celsius.Max(), observation.State,
            scan?.Verdict, scan?.Reasons ?? [], _clock.Milliseconds());
    }

    public void Dispose()
    {
        _sensor.Dispose();
        _decoder.Dispose();
    }

    private MonotonicInstant Now => MonotonicInstant.Now(_time);

    private SubjectObservation Look()
    {
        SensorFault fault = SensorFault.None;
        SubjectObservation seen = _clock.Measure(ReplayStage.Thermal, () =>
        {
            fault = _sensor.Read(_frame, CancellationToken.None);
            return fault == SensorFault.None ? _tracker.Observe(_frame) : _tracker.Observe(fault, Now);
        });
        if (fault != SensorFault.None)
        {
            Step(new DeviceChanged(Now, KioskDevice.Thermal, true, Reasons.SensorFault));
            _time.Pass(Turn);
        }

        return seen;
    }

    private string Read(GrayPicture picture) =>
        _clock.Measure(ReplayStage.Decode, () => _decoder.Decode(picture.Image) is [{ } code, ..] ? code.Text : "");

    private ScanEvent? Present(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        CredentialResult credential = _clock.Measure(
            ReplayStage.Verify, () => _verifier.Verify(text, new VerificationTime(_time.GetUtcNow(), ClockState.Synced)));
        return Step(new CodePresented(Now, credential));
    }

    private ScanEvent? Step(MachineInput input)
    {
        ScanEvent? scan = null;
        _effects.Clear();
        _clock.Measure(ReplayStage.Decide, () =>
        {
            _machine.Step(input, _effects);
            return 0;
        });
        foreach (Append append in _effects.OfType<Append>().ToArray())
        {
            OutboxResult result = _clock.Measure(ReplayStage.Append, () => _outbox.Append(append.Data, append.Time));
            Step(result.Fault == OutboxFault.None ? new Journaled(Now, result.Key, append.Data) : new JournalFailed(Now));
            scan ??= append.Data as ScanEvent;
        }

        return scan;
    }
}
