using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Puts the lists and the memory of this kiosk behind a format: a code that proves genuine is then asked whether it was revoked, used or watched for.</summary>
/// <param name="inner">The format itself.</param>
/// <param name="zone">Time zone of the site: quotas count local days.</param>
/// <param name="listed">Told the status class of a listed person, on the verifying thread; nothing else changes by it.</param>
public sealed class ListedFormat(
    ICredentialFormat inner,
    RevocationsInForce revocations,
    WatchList watchList,
    PassMemory memory,
    Direction direction,
    TimeZoneInfo zone,
    Action<string, CredentialResult> listed) : ICredentialFormat
{
    /// <summary>Name of the count that policies compare with the pass's quota.</summary>
    public const string QuotaUses = "quotaUses";

    public string Prefix => inner.Prefix;

    public CredentialResult Verify(string text, VerificationTime time)
    {
        CredentialResult proved = inner.Verify(text, time);
        if (proved.Status == CredentialStatus.Invalid)
        {
            return proved;
        }

        if (watchList.Match(proved, time) is { } @class)
        {
            listed(@class, proved);
        }

        if (revocations.IsRevoked(proved))
        {
            return proved with { Status = CredentialStatus.Invalid, Reasons = [Reasons.CodeRevoked, .. proved.Reasons] };
        }

        PassUseCheck used = memory.Check(proved, direction, TimeZoneInfo.ConvertTime(time.Now, zone));
        return proved with { Findings = used.Findings, Counts = new Dictionary<string, int> { [QuotaUses] = used.QuotaUses } };
    }
}
