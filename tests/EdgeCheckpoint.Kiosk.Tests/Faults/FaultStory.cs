using System.Runtime.CompilerServices;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Simulation.Demo;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>Holds a kiosk against the row of the fault table that is named as the test.</summary>
internal static class FaultStory
{
    /// <summary>Waits until the screen says what the row says, sends a person, and compares verdict, gate and alarms.</summary>
    public static async Task MeetsTableAsync(this SimulatedKiosk kiosk, [CallerMemberName] string test = "")
    {
        FaultRow row = FaultTable.English[FaultTable.RowOf(test)];
        await kiosk.UntilAsync(() => Codes(Words.Of(kiosk.Screen.View.Page), kiosk.Screen.View.Reasons) == row.Screen, $"screen {row.Screen}");
        await kiosk.UntilAsync(kiosk.Settled, "what is there gives");
        (string verdict, bool opened) = row.Person.Length == 0 ? await kiosk.NobodyJudgedAsync() : await kiosk.JudgedAsync();
        string alarms = string.Join(", ", kiosk.Events().OfType<AlarmEvent>().Select(static a => $"{a.Code} {(a.Active ? "raised" : "cleared")}"));
        Assert.Equal(row, new FaultRow(row.Screen, verdict, opened ? "open" : "barred", alarms));
    }

    private static string Codes(string first, IReadOnlyList<string> more) => string.Join(", ", more.Prepend(first));

    /// <summary>A person with a good code; what the screen says of them is what the journal holds.</summary>
    private static async Task<(string Verdict, bool Opened)> JudgedAsync(this SimulatedKiosk kiosk)
    {
        int before = kiosk.Events().OfType<ScanEvent>().Count();
        string code = kiosk.Wallet.Text(DemoCode.Green);
        kiosk.Enter(code);
        kiosk.Scanner.Scan(code);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is not null, "a verdict");
        ScreenView shown = kiosk.Screen.View;
        bool opened = kiosk.GateOpen;
        ScanEvent scan = Assert.Single(kiosk.Events().OfType<ScanEvent>().Skip(before));
        Assert.Equal((shown.Verdict, string.Join(", ", shown.Reasons)), (scan.Verdict, string.Join(", ", scan.Reasons)));
        await kiosk.LeaveAsync();
        await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is null, "the verdict goes");
        return (Codes(Words.Of(scan.Verdict), scan.Reasons), opened);
    }

    /// <summary>A person with a good code stands there in vain.</summary>
    private static async Task<(string Verdict, bool Opened)> NobodyJudgedAsync(this SimulatedKiosk kiosk)
    {
        bool opened = false;
        kiosk.Enter(kiosk.Wallet.Text(DemoCode.Green));
        for (int i = 0; i < 100; i++)
        {
            await kiosk.PassAsync(TimeSpan.FromMilliseconds(100));
            opened |= kiosk.GateOpen;
        }

        Assert.Null(kiosk.Screen.View.Verdict);
        Assert.Empty(kiosk.Events().OfType<ScanEvent>());
        await kiosk.LeaveAsync();
        return ("", opened);
    }
}
