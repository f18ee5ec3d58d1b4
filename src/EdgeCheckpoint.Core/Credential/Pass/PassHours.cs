using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>The hours a pass is good in, in the local day of its issuer.</summary>
internal static class PassHours
{
    public static Judgement Of(PassClaims claims, VerificationTime time)
    {
        if (claims.Windows.Count == 0)
        {
            return Judgement.Valid;
        }

        if (time.Clock == ClockState.Unset)
        {
            return Validity.Unjudgeable();
        }

        TimeSpan error = time.Clock == ClockState.Synced ? TimeSpan.Zero : VerificationTime.EstimateError;
        bool early = Inside(claims, time.Now - error);
        bool late = Inside(claims, time.Now + error);
        return early != late ? Validity.Unjudgeable()
            : early ? Judgement.Valid
            : new(CredentialStatus.Invalid, [Reasons.CodeOutsideHours]);
    }

    private static bool Inside(PassClaims claims, DateTimeOffset instant)
    {
        DateTimeOffset local = instant.ToOffset(TimeSpan.FromMinutes(claims.UtcOffsetMinutes));
        int day = ((int)local.DayOfWeek + 6) % 7;
        double minute = local.TimeOfDay.TotalMinutes;
        return claims.Windows.Any(w => (w.Days & (1 << day)) != 0 && minute >= w.FromMinute && minute < w.UntilMinute);
    }
}
