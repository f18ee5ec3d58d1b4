using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Visitors;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Where every text of a code goes, whether a camera or a scanner read it: proved here, then told to the loop.</summary>
internal sealed class CodeIntake(CredentialVerifier verifier, Desks desks, VehicleDesk vehicles, WallClock clock, KioskLoop loop, TimeProvider time)
{
    public async Task TakeAsync(string text, CancellationToken cancellationToken)
    {
        if (desks.Visitors is { } visitors && VisitorText.IsOne(text))
        {
            VisitorOutcome outcome = visitors.RegisterText(text, out _);
            await loop.SendAsync(new VisitorServed(MonotonicInstant.Now(time), VisitorDesk.PromptOf(outcome)), cancellationToken);
            return;
        }

        if (vehicles.IsOpen && NumberPlate.IsScanned(text))
        {
            await vehicles.TellPlateAsync(text, cancellationToken);
            return;
        }

        CredentialResult result = Verify(text);
        if (desks.Operator?.Badges?.TryTake(result) ?? false)
        {
            return;
        }

        await loop.SendAsync(new CodePresented(MonotonicInstant.Now(time), result), cancellationToken);
    }

    /// <summary>A code that lies beside the one that is taken: it serves nobody, and was not away.</summary>
    public ValueTask KeepAsync(string text, CancellationToken cancellationToken) =>
        loop.SendAsync(new CodePresented(MonotonicInstant.Now(time), Verify(text)) { Aside = true }, cancellationToken);

    private CredentialResult Verify(string text) => verifier.Verify(text, new VerificationTime(time.GetUtcNow(), clock.State));
}
