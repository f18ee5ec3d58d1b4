using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A kiosk made of nothing but its machine: tests tell it a story and read what it did.</summary>
internal sealed class Lane
{
    private const double TickSeconds = 0.1;

    private readonly List<MachineEffect> _effects = [];
    private readonly InputJournal? _record;
    private long _sequence;
    private double _now;
    private double _servesSince;

    /// <param name="starting">Neither sensor nor camera has said yet how it is.</param>
    public Lane(MachineOptions? options = null, IPolicy? policy = null, InputJournal? record = null, bool starting = false)
    {
        _record = record;
        Machine = new CheckpointMachine(
            options ?? new MachineOptions(), policy ?? new PlainPolicy(), new Site("d", "c", "k"), "boot", new Pseudonym(new byte[32]));
        Wait(TickSeconds);
        if (!starting)
        {
            Step(static at => new DeviceChanged(at, KioskDevice.Thermal, false, "")).Step(static at => new DeviceChanged(at, KioskDevice.Camera, false, ""));
        }
    }

    public CheckpointMachine Machine { get; }

    /// <summary>Seconds told so far.</summary>
    public double Now => _now;

    /// <summary>For how long the machine has been serving the same person or vehicle, s.</summary>
    public double ServedSeconds => _now - _servesSince;

    public List<CheckpointEvent> Events { get; } = [];

    /// <summary>Events with the instants they carry.</summary>
    public List<Append> Written { get; } = [];

    /// <summary>The last page shown.</summary>
    public ScreenView Screen { get; private set; } = new() { Page = ScreenPage.OutOfService };

    public bool GateOpen { get; private set; }

    /// <summary>How often the gate went from closed to open.</summary>
    public int Openings { get; private set; }

    /// <summary>The journal refuses events while this is true.</summary>
    public bool JournalBroken { get; set; }

    public ScanEvent LastScan => Events.OfType<ScanEvent>().Last();

    public Lane Person(double celsius = 36.5, TemperatureClass @class = TemperatureClass.Normal, double seconds = 0.5) =>
        See(seconds, at => Seen(at, SubjectState.Measured) with { Reading = new Measurement(celsius, 0.2, "fixed"), Class = @class });

    /// <summary>Somebody stands near and does not hold still.</summary>
    public Lane Restless(double seconds = 0.5) => See(seconds, at => Seen(at, SubjectState.HoldStill));

    /// <summary>Somebody stands there as they should, and the thermometer will not judge.</summary>
    public Lane Abstaining(double seconds, params string[] reasons) => See(seconds, at => Seen(at, SubjectState.EnvironmentUnfit) with { Reasons = reasons });

    public Lane Approaching(double seconds = 0.5) => See(seconds, at => Seen(at, SubjectState.TooFar));

    public Lane Crowd(double seconds) => See(seconds, at => Seen(at, SubjectState.OneAtATime) with { People = 2 });

    public Lane Unfit(double seconds, string reason = Reasons.EnvironmentUnfit) => See(
        seconds, at => Seen(at, SubjectState.EnvironmentUnfit) with { People = 0, Reasons = [reason] });

    public Lane Near(bool near = true) => Step(at => new PresenceChanged(at, near));

    public Lane Gate(GatePassage passage) => Step(at => new GateReported(at, passage));

    public Lane Nobody(double seconds = 1.5) => See(seconds, at => Seen(at, SubjectState.Empty) with { People = 0 });

    /// <summary>A code that was verified.</summary>
    public Lane Shows(CredentialResult code) => Step(at => new CodePresented(at, code));

    /// <summary>One of a vehicle's people comes, is measured, shows a code and makes room.</summary>
    public Lane Occupant(string subject, double celsius = 36.5, TemperatureClass @class = TemperatureClass.Normal, string colour = "green") =>
        Person(celsius, @class, seconds: @class == TemperatureClass.Normal ? 0.5 : 2).Code(subject: subject, colour: colour).Nobody(1);

    /// <param name="people">Null: everybody has been seen.</param>
    public Lane People(int? people) => Step(at => new OccupantsTold(at, people));

    public Lane Plate(string plate) => Step(at => new PlateTold(at, plate));

    public Lane Code(
        bool valid = true, string kind = "personal", string subject = "s1", string? reason = null, string? colour = null, string? plate = null, string format = "ECP1", double? lifeSeconds = null, bool aside = false) =>
        Step(at => new CodePresented(at, new CredentialResult
        {
            Format = format,
            Status = valid ? CredentialStatus.Valid : CredentialStatus.Invalid,
            Reasons = valid ? [] : [reason ?? Reasons.CodeForged],
            Kind = kind,
            Proved = valid,
            Id = subject + "-code",
            Subject = subject,
            KeyId = valid ? "ab" : null,
            ExpiresAt = lifeSeconds is { } life ? Wall.AddSeconds(life) : null,
            Claims = new JsonObject { ["colour"] = colour, ["plate"] = plate },
        }) { Aside = aside });

    /// <summary>Time passes and nothing else.</summary>
    public Lane Wait(double seconds)
    {
        for (double until = _now + seconds; _now < until - 1e-9;)
        {
            _now += TickSeconds;
            Step(at => new Ticked(at, Wall, ClockState.Synced));
        }

        return this;
    }

    public Lane Step(Func<MonotonicInstant, MachineInput> input)
    {
        var pending = new Queue<MachineInput>([input(new MonotonicInstant(TimeSpan.FromSeconds(_now)))]);
        while (pending.TryDequeue(out MachineInput? next))
        {
            _effects.Clear();
            _record?.Taken(next);
            Machine.Step(next, _effects);
            _record?.Did(_effects, Machine.State);
            _servesSince = Machine.State is MachineState.Encounter or MachineState.Vehicle ? _servesSince : _now;
            foreach (MachineEffect effect in _effects)
            {
                if (effect is Append append)
                {
                    if (JournalBroken)
                    {
                        pending.Enqueue(new JournalFailed(next.At));
                        break;
                    }

                    Events.Add(append.Data);
                    Written.Add(append);
                    var key = new EventKey("k", "e", ++_sequence);
                    (Machine.Policy as RememberingPolicy)?.Recorded(key, append.Data);
                    pending.Enqueue(new Journaled(next.At, key, append.Data));
                }

                Apply(effect);
            }
        }

        return this;
    }

    private DateTimeOffset Wall => new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(_now);

    private void Apply(MachineEffect effect)
    {
        switch (effect)
        {
            case OpenGate:
                Openings += GateOpen ? 0 : 1;
                GateOpen = true;
                break;
            case SecureGate:
                GateOpen = false;
                break;
            case Show show:
                Screen = show.View;
                break;
        }
    }

    private Lane See(double seconds, Func<MonotonicInstant, SubjectObservation> seen)
    {
        for (double until = _now + seconds; _now < until - 1e-9;)
        {
            Wait(TickSeconds);
            Step(at => new Observed(at, seen(at)));
        }

        return this;
    }

    private static SubjectObservation Seen(MonotonicInstant at, SubjectState state) => new() { At = at, State = state, People = 1 };
}
