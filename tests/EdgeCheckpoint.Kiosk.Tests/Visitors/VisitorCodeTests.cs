using System.Security.Cryptography;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.KioskTests.Visitors;

/// <summary>A registration held up to the camera of the composed service.</summary>
public sealed class VisitorCodeTests
{
    private const string Good = "ECV1\nname=A\nphone=13900000000\nvisiting=B";
    private const string Wrong = "ECV1\nname=A\nphone=none\nvisiting=B";

    [Fact]
    public async Task Its_outcome_is_on_the_screen_whether_somebody_is_seen_or_not_and_nobody_is_refused_for_it()
    {
        await using var kiosk = new SimulatedKiosk();
        using var district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(kiosk.File("visitors.pem"), district.ExportSubjectPublicKeyInfoPem());
        kiosk.Options = kiosk.Options with
        {
            Visitors = new VisitorOptions { DistrictKeyFile = kiosk.File("visitors.pem"), Folder = kiosk.File("visitors") },
        };
        await kiosk.StartIdleAsync();

        kiosk.Camera.Picture = HeldCode.Show(Wrong, 320, 240);
        await Says(kiosk, Prompt.VisitorIncomplete);
        kiosk.Camera.Picture = HeldCode.Show(Good, 320, 240);
        await Says(kiosk, Prompt.VisitorRegistered);
        await kiosk.LeaveAsync();
        await kiosk.ShowsAsync(ScreenPage.Idle);

        kiosk.Enter("");
        await kiosk.UntilAsync(() => kiosk.Screen.View.Page == ScreenPage.ReadCode, "a code is awaited");
        await kiosk.PassAsync(TimeSpan.FromSeconds(10));
        kiosk.Enter(Good + "C");
        await Says(kiosk, Prompt.VisitorRegistered);

        // The code would have been awaited no longer by now.
        await kiosk.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([typeof(VisitorEvent)], kiosk.Events().Select(static e => e.GetType()));
    }

    private static Task Says(SimulatedKiosk kiosk, Prompt prompt) => kiosk.UntilAsync(() => kiosk.Screen.View.Prompts.Contains(prompt), $"{prompt}");
}
