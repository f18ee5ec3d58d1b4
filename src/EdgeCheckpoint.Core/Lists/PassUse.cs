using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>One admission, as the kiosk remembers it: keyed hashes, so that a name and a birthday find nobody.</summary>
/// <param name="Code">The code; not to be used again before <paramref name="CodeExpiresAt"/>.</param>
/// <param name="Subject">Person, household or vehicle.</param>
/// <param name="At">When, with the site's offset from UTC: quotas count local days.</param>
/// <param name="CodeExpiresAt">Until when the code itself is remembered; null for codes that may be shown again, such as paper passes.</param>
/// <param name="QuotaDays">Length of the pass's quota period, days; 0 for a pass without a quota.</param>
public readonly record struct PassUse(ListHash Code, ListHash Subject, Direction Direction, DateTimeOffset At, DateTimeOffset? CodeExpiresAt, int QuotaDays)
{
    /// <summary>From then on nobody asks for it any more.</summary>
    public DateTimeOffset ForgetAt(TimeSpan passBack)
    {
        DateTimeOffset until = At + passBack;
        until = CodeExpiresAt is { } expiry && expiry > until ? expiry : until;
        DateTimeOffset quota = At.AddDays(QuotaDays);
        return quota > until ? quota : until;
    }
}

/// <summary>Where admissions are kept so that a restart forgets none.</summary>
public interface IPassUseStore
{
    /// <summary>The newest of those that were kept, oldest first; the others are forgotten.</summary>
    IReadOnlyList<PassUse> Load(int newest);

    /// <summary>Keeps one, durable once it returns, and forgets all but the newest. Never throws: what a store cannot keep it tries again, and tells in its own way.</summary>
    /// <param name="newest">How many stay, this one among them.</param>
    void Append(PassUse use, int newest);
}

/// <summary>What the memory says of a code that is shown.</summary>
/// <param name="Findings">Reason codes; empty when nothing stands against it.</param>
/// <param name="QuotaUses">Uses in the running quota period; 0 for a pass without a quota.</param>
public readonly record struct PassUseCheck(IReadOnlyList<string> Findings, int QuotaUses);
