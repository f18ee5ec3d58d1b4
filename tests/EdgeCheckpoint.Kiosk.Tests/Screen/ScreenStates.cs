using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>Every state a person can find the screen in, by name: what the pictures, the contrast and the fit are checked on.</summary>
internal static class ScreenStates
{
    internal static IReadOnlyDictionary<string, ScreenView> All { get; } = new Dictionary<string, ScreenView>
    {
        ["idle"] = new() { Page = ScreenPage.Idle },
        ["idle-troubled"] = new() { Page = ScreenPage.Idle, Prompts = [Prompt.KeepOneMetre], Reasons = [Reasons.ScannerFault] },
        ["guide-closer"] = Ask(ScreenPage.Guide, Prompt.ComeCloser),
        ["guide-one-at-a-time"] = Ask(ScreenPage.Guide, Prompt.OneAtATime, Prompt.KeepOneMetre),
        ["guide-uncover"] = Ask(ScreenPage.Guide, Prompt.UncoverFace),
        ["guide-registered"] = Ask(ScreenPage.Guide, Prompt.VisitorRegistered),
        ["guide-registration-incomplete"] = Ask(ScreenPage.Guide, Prompt.VisitorIncomplete),
        ["measure"] = Ask(ScreenPage.Measure, Prompt.HoldStill) with { SecondsLeft = 3 },
        ["measure-again"] = Ask(ScreenPage.Measure, Prompt.MeasureAgain, Prompt.HoldStill),
        ["read-code"] = Ask(ScreenPage.ReadCode, Prompt.ShowCode) with { Celsius = 36.5, SecondsLeft = 12 },
        ["read-code-tilt"] = Ask(ScreenPage.ReadCode, Prompt.TiltPhone, Prompt.BrightnessDown) with { SecondsLeft = 8 },
        ["read-code-retry"] = Ask(ScreenPage.ReadCode, Prompt.CodeNotReadable, Prompt.BrightnessDown) with { SecondsLeft = 4 },
        ["verdict-pass"] = new() { Page = ScreenPage.Verdict, Verdict = Verdict.Pass, Celsius = 36.4, Prompts = [Prompt.WalkThrough] },
        ["verdict-refer"] = Judged(Verdict.Refer, 37.8, Reasons.TemperatureElevated),
        ["verdict-deny"] = Judged(Verdict.Deny, 36.6, Reasons.CodeExpired),
        ["verdict-unable"] = Judged(Verdict.Unable, null, Reasons.SensorFault, Reasons.ClockUntrusted),
        ["passage"] = new() { Page = ScreenPage.Passage, Verdict = Verdict.Pass, Celsius = 36.4, Prompts = [Prompt.WalkThrough], SecondsLeft = 5 },
        ["verdict-deny-words-of-the-policy"] = Judged(Verdict.Deny, 36.6, "test-too-old") with
        {
            Texts = new Dictionary<string, string> { ["zh-CN"] = "此码不符合本站的通行要求，请联系工作人员。", ["en"] = "This code does not meet the rules of this site. Please see the staff." },
        },
        ["vehicle-people"] = Ask(ScreenPage.Vehicle, Prompt.TellPeople, Prompt.NextOccupant) with { Vehicle = new(1, null, HasPlate: false), SecondsLeft = 52 },
        ["vehicle-next"] = Ask(ScreenPage.Vehicle, Prompt.NextOccupant) with { Vehicle = new(1, 3, HasPlate: true), SecondsLeft = 44 },
        ["vehicle-plate"] = Ask(ScreenPage.Vehicle, Prompt.TellPlate) with { Vehicle = new(2, 2, HasPlate: false), SecondsLeft = 31 },
        ["vehicle-read-code"] = Ask(ScreenPage.ReadCode, Prompt.CodeTaken, Prompt.ShowCode) with { Vehicle = new(1, 3, HasPlate: true), Celsius = 36.5, SecondsLeft = 11 },
        ["out-of-service"] = new() { Page = ScreenPage.OutOfService, Reasons = [Reasons.StorageFault] },
        ["maintenance"] = new() { Page = ScreenPage.Maintenance },
        ["lockdown"] = new() { Page = ScreenPage.Lockdown, Prompts = [Prompt.SeeStaff] },
        ["emergency"] = new() { Page = ScreenPage.Emergency, Prompts = [Prompt.WalkThrough] },
    };

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

    private static ScreenView Ask(ScreenPage page, params Prompt[] prompts) => new() { Page = page, Prompts = prompts };

    private static ScreenView Judged(Verdict verdict, double? celsius, params string[] reasons) =>
        new() { Page = ScreenPage.Verdict, Verdict = verdict, Celsius = celsius, Reasons = reasons, Prompts = [Prompt.SeeStaff] };
}
