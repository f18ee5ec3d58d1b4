using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Tests.Machine;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>Every state a person can find the screen in, by name, as the machine makes it: what the pictures, the contrast and the fit are checked on.</summary>
internal static class ScreenStates
{
    private const string Plate = "苏B12345";

    internal static IReadOnlyDictionary<string, ScreenView> All { get; } = new Dictionary<string, Lane>
    {
        ["idle"] = new(),
        ["idle-troubled"] = new Lane(new MachineOptions { HasScanner = true }).Step(static at => new DeviceChanged(at, KioskDevice.Scanner, true, Reasons.ScannerFault)),
        ["guide-closer"] = new Lane().Approaching(),
        ["guide-one-at-a-time"] = new Lane().Crowd(1),
        ["guide-uncover"] = new Lane().Abstaining(1, Reasons.SensorTooCoarse, Reasons.Occluded),
        ["guide-unfit"] = new Lane().Near().Unfit(1),
        ["guide-registered"] = new Lane().Step(static at => new VisitorServed(at, Prompt.VisitorRegistered)),
        ["guide-registration-incomplete"] = new Lane().Step(static at => new VisitorServed(at, Prompt.VisitorIncomplete)),
        ["measure"] = new Lane().Restless(),
        ["measure-again"] = new Lane().Person(38.2, TemperatureClass.Elevated),
        ["read-code"] = new Lane().Person(36.5, seconds: 3.5),
        ["read-code-tilt"] = new Lane().Person(36.5, seconds: 7.5).Step(static at => new CodeUnreadable(at, Prompt.TiltPhone)),
        ["read-code-retry"] = new Lane().Person(36.5, seconds: 11.5).Step(static at => new CodeUnreadable(at, Prompt.CodeNotReadable)),
        ["verdict-refer"] = new Lane().Person(37.8, TemperatureClass.Elevated, 2).Code(),
        ["verdict-deny"] = new Lane().Person(36.6).Code(valid: false, reason: Reasons.CodeExpired),
        ["verdict-unable"] = Ruled().Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)).Code(colour: "green"),
        ["passage"] = new Lane().Person(36.4).Code().Person(36.4, seconds: 3),
        ["verdict-deny-words-of-the-policy"] = Ruled().Person(36.6).Code(colour: "red"),
        ["vehicle-people"] = Highway().Occupant("driver"),
        ["vehicle-next"] = Highway().People(3).Plate(Plate).Occupant("driver").Nobody(10),
        ["vehicle-plate"] = Highway().People(2).Occupant("driver").Occupant("passenger").Nobody(20),
        ["vehicle-read-code"] = Highway().People(3).Plate(Plate).Occupant("driver").Person(36.5, seconds: 4).Code(subject: "driver"),
        ["out-of-service"] = new Lane { JournalBroken = true }.Person().Code(),
        ["maintenance"] = new Lane().Step(static at => new ModeSet(at, KioskMode.Maintenance)),
        ["lockdown"] = new Lane().Step(static at => new ModeSet(at, KioskMode.Lockdown)),
        ["emergency"] = new Lane().Step(static at => new EmergencyChanged(at, true)),
    }.ToDictionary(static told => told.Key, static told => told.Value.Screen);

    /// <summary>State of the kiosk that goes with a view.</summary>
    internal static ScreenStatus StatusOf(string name) => name switch
    {
        "idle-troubled" => new()
        {
            Network = LinkState.Offline, Queue = 128, Thermal = DeviceState.Fault, Camera = DeviceState.WarmingUp, Clock = ClockState.Unset,
        },
        "out-of-service" => ScreenHost.Healthy with { Network = LinkState.Offline, Queue = 20_412 },
        _ => ScreenHost.Healthy,
    };

    private static Lane Ruled() => new(policy: ReadyPolicies.Load(ReadyPolicies.Default));

    private static Lane Highway() => new(new MachineOptions { Vehicles = true, GateReports = true });
}
