using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>An answer about time, with its reasons.</summary>
internal readonly record struct Judgement(CredentialStatus Status, IReadOnlyList<string> Reasons)
{
    public static Judgement Valid { get; } = new(CredentialStatus.Valid, []);

    /// <summary>The same answer about the signer instead of the document: whoever is out of date is not trusted.</summary>
    public Judgement AsSigner() =>
        Status == CredentialStatus.Invalid ? new(Status, [Contract.Reasons.CodeUntrustedIssuer]) : this;
}

/// <summary>Compares a document's span with a clock that may be wrong: the answer holds for every instant the clock could mean.</summary>
internal static class Validity
{
    /// <summary>How far an issuer's clock may run ahead of ours.</summary>
    public static readonly TimeSpan IssuerClockAhead = TimeSpan.FromSeconds(5);

    /// <param name="from">First valid instant; null when open.</param>
    /// <param name="until">First instant no longer valid; null when open.</param>
    public static Judgement Of(DateTimeOffset? from, DateTimeOffset? until, VerificationTime time)
    {
        if (from is null && until is null)
        {
            return Judgement.Valid;
        }

        if (time.Clock == ClockState.Unset)
        {
            return Unjudgeable();
        }

        TimeSpan error = time.Clock == ClockState.Synced ? TimeSpan.Zero : VerificationTime.EstimateError;
        DateTimeOffset earliest = Minus(time.Now, error);
        DateTimeOffset latest = Plus(time.Now, error);
        DateTimeOffset start = from is { } f ? Minus(f, IssuerClockAhead) : DateTimeOffset.MinValue;
        DateTimeOffset end = until ?? DateTimeOffset.MaxValue;
        return earliest >= end ? new(CredentialStatus.Invalid, [Reasons.CodeExpired])
            : latest < start ? new(CredentialStatus.Invalid, [Reasons.CodeNotYetValid])
            : earliest >= start && latest < end ? Judgement.Valid
            : Unjudgeable();
    }

    /// <summary>First instant that is no longer within that second.</summary>
    public static DateTimeOffset After(DateTimeOffset second) => Plus(second, TimeSpan.FromSeconds(1));

    public static Judgement Unjudgeable() => new(CredentialStatus.Unjudgeable, [Reasons.ClockUntrusted]);

    private static DateTimeOffset Minus(DateTimeOffset instant, TimeSpan span) =>
        instant - DateTimeOffset.MinValue > span ? instant - span : DateTimeOffset.MinValue;

    private static DateTimeOffset Plus(DateTimeOffset instant, TimeSpan span) =>
        DateTimeOffset.MaxValue - instant > span ? instant + span : DateTimeOffset.MaxValue;
}
