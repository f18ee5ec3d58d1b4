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
    /// <summary>Codes remembered; as many as find room before a camera.</summary>
    private const int MostTaken = 8;

    private readonly Lock _turn = new();

    /// <summary>The codes told of last, with what they proved.</summary>
    private readonly List<(string Text, CredentialResult Result)> _taken = [];

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

        CredentialResult result = verifier.Verify(text, new VerificationTime(time.GetUtcNow(), clock.State));
        if (desks.Operator?.Badges?.TryTake(result) ?? false)
        {
            return;
        }

        Remember(text, result);
        await loop.SendAsync(new CodePresented(MonotonicInstant.Now(time), result), cancellationToken);
    }

    /// <summary>A code that lies beside the one that is taken: it serves nobody, and was not away. One that was never taken is nobody's concern: it is not proved, and nobody is asked about it.</summary>
    public async Task KeepAsync(string text, CancellationToken cancellationToken)
    {
        CredentialResult? result;
        lock (_turn)
        {
            result = _taken.Find(taken => taken.Text == text).Result;
        }

        if (result is not null)
        {
            await loop.SendAsync(new CodePresented(MonotonicInstant.Now(time), result) { Aside = true }, cancellationToken);
        }
    }

    private void Remember(string text, CredentialResult result)
    {
        lock (_turn)
        {
            _taken.RemoveAll(taken => taken.Text == text);
            if (_taken.Count == MostTaken)
            {
                _taken.RemoveAt(0);
            }

            _taken.Add((text, result));
        }
    }
}
