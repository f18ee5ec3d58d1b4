using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Tests.Credential;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A driver and the passengers come before the kiosk one after another; the vehicle passes as one.</summary>
public sealed class VehicleTests
{
    private const string Plate = "苏B12345";

    private static readonly MachineOptions Options = new()
    {
        Name = "货车道", Direction = Direction.Out, Vehicles = true, AskPlate = false, GateReports = true, PassageTimeoutSeconds = 30,
    };

    private static Lane Highway(MachineOptions? options = null) => new(options ?? Options, ReadyPolicies.Load("highway-lane"));

    [Fact]
    public void Driver_and_passengers_pass_as_one_and_the_gate_opens_once()
    {
        Lane lane = Highway().People(3).Occupant("driver").Occupant("first").Occupant("second");
        ScanEvent scan = Assert.Single(lane.Events.OfType<ScanEvent>());
        Assert.Equal(Verdict.Pass, scan.Verdict);
        Assert.Equal((3, 3), (scan.Vehicle!.Told, scan.Vehicle.Occupants.Count));
        Assert.Equal(3, scan.Vehicle.Occupants.Select(static o => o.Credential!.Token).Distinct().Count());
        Assert.Equal((1, ScreenPage.Passage), (lane.Openings, lane.Screen.Page));
    }

    [Fact]
    public void Lane_and_direction_stand_in_what_is_decided_and_in_what_the_gate_did()
    {
        Lane lane = Highway().People(1).Occupant("driver").Step(static at => new GateReported(at, GatePassage.Passed));
        Assert.Equal(("货车道", Direction.Out), (lane.LastScan.Lane, lane.LastScan.Direction));
        GateEvent passed = lane.Events.OfType<GateEvent>().Single();
        Assert.Equal(("passed", "货车道", Direction.Out), (passed.Action, passed.Lane, passed.Direction));
    }

    [Fact]
    public void A_vehicle_before_a_kiosk_that_fell_behind_is_not_forgotten()
    {
        Lane lane = Highway().People(3).Occupant("driver").Person(38.5, TemperatureClass.Elevated, seconds: 1).Step(static at => new FellBehind(at));
        Assert.Equal((Verdict.Unable, 1), (lane.LastScan.Verdict, lane.LastScan.Vehicle!.Occupants.Count));
        Assert.Equal([Reasons.VehicleIncomplete, Reasons.TemperatureElevated], lane.LastScan.Reasons.Take(2));
        Assert.Empty(Highway().People(3).Step(static at => new FellBehind(at)).Events);
    }

    [Fact]
    public void Who_registers_after_an_elevated_reading_keeps_it_in_the_vehicle()
    {
        Lane lane = Highway().People(1).Person(38.5, TemperatureClass.Elevated, seconds: 1).Step(static at => new VisitorServed(at, Prompt.VisitorRegistered)).Nobody(Options.VehicleTimeoutSeconds + 1);
        Assert.Equal([Reasons.VehicleIncomplete, Reasons.TemperatureElevated], lane.LastScan.Reasons.Take(2));
    }

    [Fact]
    public void The_number_may_be_told_last_and_everybody_seen_is_everybody()
    {
        Lane lane = Highway().Occupant("driver").Occupant("passenger");
        Assert.Equal([Prompt.TellPeople, Prompt.NextOccupant], lane.Screen.Prompts);
        Assert.Equal(new VehicleView(2, null, HasPlate: false), lane.Screen.Vehicle);
        lane.People(null);
        Assert.Equal((Verdict.Pass, 2), (lane.LastScan.Verdict, lane.LastScan.Vehicle!.Told));
    }

    [Fact]
    public void The_driver_who_comes_back_to_tell_the_number_is_not_taken_for_a_passenger()
    {
        Lane lane = Highway().Occupant("driver").Person(seconds: 1);
        Assert.Equal(MachineState.Encounter, lane.Machine.State);
        Assert.Equal(Verdict.Pass, lane.People(1).LastScan.Verdict);
    }

    [Fact]
    public void One_person_with_one_code_cannot_stand_for_two()
    {
        Lane lane = Highway().People(2).Occupant("driver").Person().Code(subject: "driver", colour: "green");
        Assert.Equal([Prompt.CodeTaken, Prompt.ShowCode], lane.Screen.Prompts);
        lane.Nobody(Options.VehicleTimeoutSeconds);
        Assert.Equal((Verdict.Unable, Reasons.VehicleIncomplete), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
        Assert.Equal(0, lane.Openings);
    }

    [Fact]
    public void Somebody_who_stays_in_view_is_not_measured_as_the_next()
    {
        Lane lane = Highway().People(2).Person().Code(subject: "driver", colour: "green").Person(seconds: 3).Code(subject: "passenger", colour: "green");
        Assert.Empty(lane.Events);
        Assert.Equal(MachineState.Vehicle, lane.Machine.State);
        Assert.Equal(Verdict.Pass, lane.Nobody(0.5).Occupant("passenger").LastScan.Verdict);
    }

    [Fact]
    public void The_gravest_of_all_occupants_decides()
    {
        Lane elevated = Highway().People(2).Occupant("driver").Occupant("warm", 38.2, TemperatureClass.Elevated);
        Assert.Equal((Verdict.Refer, Reasons.TemperatureElevated), (elevated.LastScan.Verdict, elevated.LastScan.Reasons[0]));
        Assert.Equal(38.2, elevated.LastScan.Measurement!.Celsius);
        Assert.Equal([Reasons.TemperatureElevated], elevated.LastScan.Vehicle!.Occupants[1].Reasons);
        Assert.Empty(elevated.LastScan.Vehicle.Occupants[0].Reasons);
        Assert.Null(elevated.Screen.Celsius);

        Lane red = Highway().People(3).Occupant("driver").Occupant("warm", 38.2, TemperatureClass.Elevated).Occupant("red", colour: "red");
        Assert.Equal((Verdict.Deny, Reasons.CodeWrongColour), (red.LastScan.Verdict, red.LastScan.Reasons[0]));
        Assert.Contains(Reasons.TemperatureElevated, red.LastScan.Reasons);
    }

    [Fact]
    public void A_passenger_with_a_forged_code_stops_the_vehicle()
    {
        Lane lane = Highway().People(2).Occupant("driver").Person().Code(valid: false);
        Assert.Equal((Verdict.Deny, Reasons.CodeForged), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
        Assert.Equal([Reasons.CodeForged], lane.LastScan.Vehicle!.Occupants[1].Reasons);
    }

    [Fact]
    public void A_freight_pass_brings_the_plate_and_stands_for_nobody()
    {
        MachineOptions options = Options with { AskPlate = true };
        Lane lane = Highway(options).Code(kind: "freight", subject: "truck", plate: Plate).People(1);
        Assert.Equal(new VehicleView(0, 1, HasPlate: true), lane.Screen.Vehicle);
        lane.Nobody(1).Occupant("driver");
        Assert.Equal((Verdict.Pass, "freight"), (lane.LastScan.Verdict, lane.LastScan.Credential!.Kind));
        Assert.Equal(new Pseudonym(new byte[32]).TokenOf("plate", Plate), lane.LastScan.Vehicle!.Plate);
    }

    [Fact]
    public void Whoever_is_done_need_not_show_a_new_code_because_others_take_their_time()
    {
        Lane lane = Highway().People(2).Person().Code(subject: "driver", colour: "green", lifeSeconds: 20).Nobody(25).Occupant("passenger");
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void What_another_format_calls_freight_is_no_freight_pass()
    {
        Lane lane = Highway(Options with { AskPlate = true }).Code(kind: "freight", subject: "truck", plate: Plate, format: "VDS-NC").People(1);
        Assert.Equal(new VehicleView(0, 1, HasPlate: false), lane.Screen.Vehicle);
    }

    [Fact]
    public void Passes_as_a_district_issues_them_bring_truck_driver_and_passenger_through()
    {
        using var passes = new Passes();
        PassClaims truck = Passes.Green with
        {
            Kind = PassKind.Freight, Id = "aa01", Subject = "truck-1", Colour = null, Test = null, Plate = Plate, Route = ["c"], ExpiresAt = Passes.Noon.AddDays(1),
        };
        Lane lane = Highway(Options with { AskPlate = true }).People(2)
            .Person().Shows(passes.Verify(truck)).Shows(passes.Verify(Passes.Green)).Nobody(1)
            .Person().Shows(passes.Verify(Passes.Green with { Id = "aa02", Subject = "p-2" }));
        Assert.Equal((Verdict.Pass, "freight"), (lane.LastScan.Verdict, lane.LastScan.Credential!.Kind));

        Lane elsewhere = Highway().People(1).Shows(passes.Verify(truck with { Route = ["c7"] })).Nobody(1).Person().Shows(passes.Verify(Passes.Green));
        Assert.Equal((Verdict.Refer, "route-mismatch"), (elsewhere.LastScan.Verdict, elsewhere.LastScan.Reasons[0]));
        Assert.Contains("route", elsewhere.Screen.Texts["en"], StringComparison.Ordinal);

        Lane yellow = Highway().People(2).Person().Shows(passes.Verify(Passes.Green)).Nobody(1)
            .Person().Shows(passes.Verify(Passes.Green with { Id = "aa03", Subject = "p-3", Colour = PassColour.Yellow }));
        Assert.Equal((Verdict.Refer, Reasons.CodeWrongColour), (yellow.LastScan.Verdict, yellow.LastScan.Reasons[0]));
    }

    [Fact]
    public void A_plate_that_was_typed_stands_over_the_pass()
    {
        Lane other = Highway().Code(kind: "freight", subject: "truck", plate: Plate).Plate("苏B99999").People(1).Occupant("driver");
        Assert.Equal((Verdict.Deny, "plate-mismatch"), (other.LastScan.Verdict, other.LastScan.Reasons[0]));
        Lane same = Highway().Code(kind: "freight", subject: "truck", plate: "苏B·12345").Plate(Plate).People(1).Occupant("driver");
        Assert.Equal(Verdict.Pass, same.LastScan.Verdict);
    }

    [Fact]
    public void Where_the_plate_is_asked_for_the_vehicle_waits_for_it()
    {
        Lane lane = Highway(Options with { AskPlate = true }).People(1).Occupant("driver");
        Assert.Equal([Prompt.TellPlate], lane.Screen.Prompts);
        Assert.Equal(0, lane.Openings);
        Assert.Equal(Verdict.Pass, lane.Plate(Plate).LastScan.Verdict);
    }

    [Fact]
    public void A_vehicle_of_which_nothing_more_comes_cannot_be_judged()
    {
        Lane lane = Highway().Occupant("driver").Nobody(Options.VehicleTimeoutSeconds + 1);
        Assert.Equal((Verdict.Unable, Reasons.VehicleIncomplete), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void The_people_of_a_vehicle_that_backed_off_serve_no_other()
    {
        Lane lane = Highway().People(2).Occupant("first").Nobody(45);
        Assert.Equal((Verdict.Unable, Reasons.VehicleIncomplete), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
        lane.Occupant("second");
        Assert.Equal((0, new VehicleView(1, null, HasPlate: false)), (lane.Openings, lane.Screen.Vehicle));
    }

    [Fact]
    public void A_vehicle_before_which_somebody_stays_has_not_gone()
    {
        Lane lane = Highway().People(2).Occupant("driver").Nobody(20).Approaching(5).Nobody(20).Occupant("passenger");
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void A_plate_that_is_read_long_after_the_last_person_went_begins_a_vehicle()
    {
        Lane lane = Highway(Options with { AskPlate = true }).Nobody(300).Plate(Plate).Nobody(20).People(1).Occupant("driver");
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void A_vehicle_whose_only_person_was_never_done_leaves_a_record_and_an_elevated_reading_is_told()
    {
        Lane lane = Highway().Person(38.5, TemperatureClass.Elevated, seconds: 0.5).Nobody(Options.VehicleTimeoutSeconds);
        Assert.Equal(Reasons.PersonLeft, lane.LastScan.Reasons[0]);
        lane = Highway().People(2).Person(38.5, TemperatureClass.Elevated, seconds: 0.5).Nobody(Options.VehicleTimeoutSeconds);
        Assert.Equal([Reasons.VehicleIncomplete, Reasons.TemperatureElevated], lane.LastScan.Reasons);
    }

    [Fact]
    public void People_taking_turns_do_not_keep_a_lane_for_ever()
    {
        Lane lane = Highway();
        for (int i = 0; i < 60; i++)
        {
            lane.Person(seconds: 1.5).Crowd(1);
        }

        Assert.Equal((Verdict.Unable, Reasons.VehicleIncomplete), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void Nothing_of_one_vehicle_serves_the_next()
    {
        Lane lane = Highway().Plate(Plate).People(1).Occupant("driver").Step(static at => new GateReported(at, GatePassage.Passed)).Nobody(8);
        lane.Occupant("next");
        Assert.Equal(new VehicleView(1, null, HasPlate: false), lane.Screen.Vehicle);
        Assert.Single(lane.Events.OfType<ScanEvent>());
    }

    [Fact]
    public void An_elevated_reading_counts_although_its_person_stepped_aside()
    {
        Lane lane = Highway().Occupant("driver").Person(38.5, TemperatureClass.Elevated, seconds: 3).Nobody(2).People(null);
        Assert.Equal((Verdict.Refer, Reasons.TemperatureElevated), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void A_barrier_never_falls_because_the_driver_walks_back_to_the_wheel()
    {
        Lane lane = Highway(Options with { GateReports = false }).People(1).Occupant("driver").Nobody(10);
        Assert.True(lane.GateOpen);
        Assert.False(lane.Nobody(Options.PassageTimeoutSeconds).GateOpen);
        Assert.Equal("unknown", lane.Events.OfType<GateEvent>().Single().Action);
    }

    [Fact]
    public void With_the_sensor_lost_no_vehicle_is_judged()
    {
        Lane lane = Highway().Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)).Code(colour: "green");
        Assert.Equal((Verdict.Unable, Reasons.SensorFault), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void Everybody_in_an_admitted_vehicle_is_remembered()
    {
        var memory = new PassMemory(new PassMemoryOptions(), new NoPassUses(), new Pseudonym(new byte[32]));
        var policy = new RememberingPolicy(ReadyPolicies.Load("highway-lane"), memory, TimeZoneInfo.Utc);
        new Lane(Options, policy).People(2).Occupant("driver").Occupant("passenger").Step(static at => new GateReported(at, GatePassage.Passed));
        Assert.Equal(2, memory.Count);
    }

    [Theory]
    [InlineData("苏b 12345", "苏B12345", true)]
    [InlineData("苏B·D12345", "苏BD12345", true)]
    [InlineData("粤Z1234港", "粤Z1234港", true)]
    [InlineData("ab-123-cd", "AB123CD", false)]
    public void Plates_come_to_one_form(string typed, string plate, bool scanned)
    {
        Assert.True(NumberPlate.TryRead(typed, out string? read));
        Assert.Equal((plate, scanned), (read, NumberPlate.IsScanned(typed)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("苏B")]
    [InlineData("ECP1:6BF%RN$DD")]
    [InlineData("苏B12345 苏B12346")]
    public void What_is_no_plate_is_not_taken_for_one(string text) => Assert.False(NumberPlate.TryRead(text, out _));

    private sealed class NoPassUses : IPassUseStore
    {
        public IReadOnlyList<PassUse> Load(int newest) => [];

        public void Append(PassUse use, int newest)
        {
        }
    }
}
