using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>Laws that hold for every sequence of inputs.</summary>
public sealed class CheckpointMachineLaws
{
    private const int Stories = 120;
    private const int StepsAStory = 120;

    private static readonly MachineOptions Vehicles = new() { Vehicles = true, AskPlate = false, StaffOverride = false, GateReports = true };

    public static TheoryData<int> Seeds() => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_story_opens_the_gate_without_a_reading_and_a_valid_code_of_the_same_approach(int seed)
    {
        for (int story = 0; story < Stories; story++)
        {
            var random = new Random((seed * 100_000) + story);
            var lane = new Lane(new MachineOptions { StaffOverride = false, GateReports = random.Next(2) == 0 }, new RecklessPolicy());
            Tell(lane, random, StepsAStory, faults: story % 2 == 0);
            foreach (ScanEvent pass in lane.Events.OfType<ScanEvent>().Where(static s => s.Verdict == Verdict.Pass))
            {
                Assert.True(pass is { Measurement: not null, Credential.Valid: true }, $"seed {seed}, story {story}: {pass}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_story_opens_the_gate_to_a_vehicle_with_a_person_less_or_a_code_twice(int seed)
    {
        for (int story = 0; story < Stories; story++)
        {
            var random = new Random((seed * 100_000) + story);
            var lane = new Lane(Vehicles with { AskPlate = random.Next(2) == 0 }, new RecklessPolicy());
            Tell(lane, random, StepsAStory, faults: story % 2 == 0);
            ScanEvent[] passes = [.. lane.Events.OfType<ScanEvent>().Where(static s => s.Verdict == Verdict.Pass)];
            foreach (VehicleSummary vehicle in passes.Select(static p => p.Vehicle!))
            {
                Assert.True(
                    vehicle.Occupants.Count >= 1 && vehicle.Occupants.Count >= vehicle.Told
                    && vehicle.Occupants.All(static o => o is { Measurement: not null, Credential.Valid: true })
                    && vehicle.Occupants.Select(static o => o.Credential!.Token).Distinct().Count() == vehicle.Occupants.Count,
                    $"seed {seed}, story {story}: {string.Join(", ", vehicle.Occupants)}");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_stories_open_the_gate_often_enough_to_mean_something(bool vehicles)
    {
        int passes = 0;
        for (int story = 0; story < Stories; story++)
        {
            var lane = new Lane(vehicles ? Vehicles : new MachineOptions { StaffOverride = false }, new RecklessPolicy());
            Tell(lane, new Random(story), StepsAStory, faults: story % 2 == 0);
            passes += lane.Events.Count(static e => e is ScanEvent { Verdict: Verdict.Pass });
        }

        Assert.True(passes > Stories / 3, $"only {passes} of {Stories} stories' people passed");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_story_leaves_the_machine_stuck(int seed)
    {
        for (int story = 0; story < Stories; story++)
        {
            var lane = new Lane(story % 2 == 0 ? null : Vehicles);
            Tell(lane, new Random((seed * 100_000) + story), StepsAStory);
            lane.JournalBroken = false;
            lane.Step(static at => new EmergencyChanged(at, false)).Step(static at => new ModeSet(at, KioskMode.Normal)).Near(false);
            foreach (KioskDevice device in Enum.GetValues<KioskDevice>())
            {
                lane.Step(at => new DeviceChanged(at, device, false, ""));
            }

            lane.Nobody(70);
            Assert.True(lane.Machine.State == MachineState.Idle && !lane.GateOpen, $"seed {seed}, story {story}: {lane.Machine.State}");
            lane.Person().Code(subject: "fresh").People(null);
            Assert.True(lane.GateOpen, $"seed {seed}, story {story}: nobody passes any more");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void With_nobody_acting_every_state_ends_by_itself(int seed)
    {
        for (int story = 0; story < Stories; story++)
        {
            var lane = new Lane(story % 2 == 0 ? null : Vehicles);
            Tell(lane, new Random((seed * 200_000) + story), StepsAStory, faults: false);
            lane.Near(false).Nobody(70);
            Assert.True(lane.Machine.State == MachineState.Idle, $"seed {seed}, story {story}: {lane.Machine.State}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_story_loses_or_reorders_what_the_emergency_input_did(int seed)
    {
        for (int story = 0; story < Stories; story++)
        {
            var random = new Random((seed * 300_000) + story);
            var lane = new Lane(story % 2 == 0 ? null : Vehicles);
            for (int i = 0; i < 20; i++)
            {
                Tell(lane, random, steps: 4);
                bool was = lane.Machine.State == MachineState.Emergency;
                lane.Step(at => new EmergencyChanged(at, !was));
                lane.JournalBroken = random.Next(2) == 0;
            }

            lane.JournalBroken = false;
            lane.Nobody(10);
            long[] instants = [.. lane.Written.Select(static w => w.Time.MonotonicMs)];
            string[] actions = [.. lane.Events.OfType<GateEvent>().Where(static g => g is { Cause: "emergency", Action: not "unknown" }).Select(static g => g.Action)];
            Assert.Equal(actions.Select(static (_, i) => i % 2 == 0 ? "released" : "secured"), actions);
            Assert.True(actions.Length >= 20, $"seed {seed}, story {story}: {actions.Length}");
            Assert.True(instants.SequenceEqual(instants.Order()), $"seed {seed}, story {story}: written out of order");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_flickers_nobody_is_served_for_longer_than_the_limits_add_up_to(int seed)
    {
        for (int story = 0; story < 30; story++)
        {
            var random = new Random((seed * 400_000) + story);
            MachineOptions options = story % 2 == 0 ? new MachineOptions { GateReports = true } : Vehicles;
            double limit = options.Vehicles ? options.VehicleTimeoutSeconds : 2 * options.EncounterLimitSeconds;
            var lane = new Lane(options);
            while (lane.Now < 600)
            {
                Flicker(lane, random);
                Assert.True(lane.ServedSeconds < limit + 1, $"seed {seed}, story {story}: at {lane.Now} s {lane.Machine.State} for {lane.ServedSeconds} s");
            }

            Assert.True(lane.Events.OfType<ScanEvent>().Any(), $"seed {seed}, story {story}: nobody was judged");
        }
    }

    /// <summary>Nothing lasts for as long as any time-out; nobody is ever done.</summary>
    private static void Flicker(Lane lane, Random random)
    {
        switch (random.Next(7))
        {
            case 0: lane.Person(seconds: random.NextDouble() * 2); break;
            case 1: lane.Person(38.5, TemperatureClass.Elevated, random.NextDouble()); break;
            case 2: lane.Crowd(random.NextDouble() * 4); break;
            case 3: lane.Approaching(random.NextDouble()); break;
            case 4: lane.Restless(random.NextDouble()); break;
            case 5: lane.Nobody(random.NextDouble() * 0.6); break;
            default: lane.Near(random.Next(2) == 0); break;
        }
    }

    private static void Tell(Lane lane, Random random, int steps, bool faults = true)
    {
        for (int i = 0; i < steps; i++)
        {
            switch (random.Next(faults ? 22 : 16))
            {
                case 0: lane.Person(seconds: random.NextDouble()); break;
                case 1: lane.Person(38.5, TemperatureClass.Elevated, random.NextDouble() * 2); break;
                case 2: lane.Crowd(random.NextDouble() * 3); break;
                case 3: lane.Nobody(random.NextDouble() * 2); break;
                case 4: lane.Code(subject: $"s{random.Next(3)}"); break;
                case 5: lane.Code(valid: false); break;
                case 6: lane.Approaching(random.NextDouble()); break;
                case 7: lane.Wait(random.NextDouble() * 5); break;
                case 8: lane.Step(at => new GateReported(at, (GatePassage)random.Next(3))); break;
                case 9: lane.Near(random.Next(2) == 0); break;
                case 10: lane.People(random.Next(2) == 0 ? null : random.Next(4)); break;
                case 11: lane.Plate("苏B12345"); break;
                case 12: lane.Code(kind: "freight", subject: "truck", plate: "苏B12345"); break;
                case 13: lane.Occupant($"s{random.Next(3)}"); break;
                case 14: lane.Step(static at => new FellBehind(at)); break;
                case 15: lane.Step(at => new VisitorServed(at, random.Next(2) == 0 ? null : Prompt.VisitorRegistered)); break;
                case 16: lane.Step(at => new DeviceChanged(at, (KioskDevice)random.Next(3), random.Next(2) == 0, Reasons.SensorFault)); break;
                case 17: lane.JournalBroken = random.Next(2) == 0; break;
                case 18: lane.Step(at => new EmergencyChanged(at, random.Next(2) == 0)); break;
                case 19: lane.Step(static at => new ModeSet(at, KioskMode.Maintenance)); break;
                case 20: lane.Step(static at => new ModeSet(at, KioskMode.Normal)); break;
                default: lane.Wait(0.2); break;
            }
        }
    }
}
