using System.ComponentModel.DataAnnotations;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Limits of the memory.</summary>
public sealed record PassMemoryOptions
{
    /// <summary>How long a person admitted in one direction is not admitted again in the same one, unless they went the other way. Zero: never asked. 0 to 1440 min.</summary>
    [Range(0, 1440)]
    public int PassBackMinutes { get; init; } = 5;

    /// <summary>Codes with at most this life rotate and count once, as personal codes do whatever theirs is; the others are paper, shown again and again. 1 to 1440 min.</summary>
    [Range(1, 1440)]
    public int RotatingLifeMinutes { get; init; } = 10;

    /// <summary>Most admissions remembered; past it the oldest are forgotten first. 100 to 1,000,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxUses { get; init; } = 200_000;
}

/// <summary>Remembers who was admitted: the same code twice, the same person twice, quotas. Bounded; survives a restart through its store. Thread-safe.</summary>
public sealed class PassMemory
{
    /// <summary>Kind of the code that a person's phone renews, whatever life its issuer gives it.</summary>
    private const string Rotating = "personal";

    private volatile PassMemoryOptions _options;
    private readonly IPassUseStore _store;
    private readonly Pseudonym _pseudonym;
    private readonly Lock _turn = new();
    private readonly Queue<PassUse> _uses = new();
    private readonly Dictionary<ListHash, DateTimeOffset> _codes = [];
    private readonly Dictionary<ListHash, PassUse> _last = [];
    private readonly Dictionary<ListHash, List<DateTimeOffset>> _quotas = [];

    /// <param name="pseudonym">What is kept is keyed with it.</param>
    public PassMemory(PassMemoryOptions options, IPassUseStore store, Pseudonym pseudonym)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        (_options, _store, _pseudonym) = (options, store, pseudonym);
        foreach (PassUse use in store.Load(options.MaxUses))
        {
            Remember(use);
        }
    }

    /// <summary>Limits from now on; what is remembered stays until they let it go.</summary>
    public PassMemoryOptions Options
    {
        get => _options;
        set => _options = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Admissions remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_turn)
            {
                return _uses.Count;
            }
        }
    }

    /// <summary>What stands against admitting this code now. Changes nothing: a code may be held up for seconds and shown again after a refusal.</summary>
    public PassUseCheck Check(CredentialResult credential, Direction direction, DateTimeOffset now)
    {
        if (UseOf(credential, direction, now) is not { } use)
        {
            return new PassUseCheck([], 0);
        }

        lock (_turn)
        {
            List<string> findings = [];
            if (_codes.TryGetValue(use.Code, out DateTimeOffset expiry) && now < expiry)
            {
                findings.Add(Reasons.CodeReplayed);
            }

            if (_last.TryGetValue(use.Subject, out PassUse last) && last.Direction == direction
                && Within(now - last.At, TimeSpan.FromMinutes(_options.PassBackMinutes)) && !DistrictPass.IsHouseholds(credential))
            {
                findings.Add(Reasons.CodePassedBack);
            }

            int uses = use.QuotaDays > 0 && _quotas.TryGetValue(use.Subject, out List<DateTimeOffset>? times)
                ? times.Count(at => PeriodOf(at, use.QuotaDays) == PeriodOf(now, use.QuotaDays))
                : 0;
            return new PassUseCheck(findings, uses);
        }
    }

    /// <summary>Somebody was admitted with this code; durable once it returns.</summary>
    /// <param name="time">Only a trusted clock lets the memory forget by the hour: one that is wrong would erase quotas.</param>
    public void Record(CredentialResult credential, Direction direction, VerificationTime time)
    {
        if (UseOf(credential, direction, time.Now) is not { } use)
        {
            return;
        }

        int kept;
        lock (_turn)
        {
            Remember(use);
            if (time.Clock == ClockState.Synced)
            {
                Forget(time.Now);
            }

            kept = _uses.Count;
        }

        _store.Append(use, kept);
    }

    /// <summary>Null for what has no identity: nothing was proved.</summary>
    private PassUse? UseOf(CredentialResult credential, Direction direction, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential is not { Id: { } id, Bearer: { } bearer })
        {
            return null;
        }

        bool rotates = credential.Kind == Rotating
            || (credential is { IssuedAt: { } issued, ExpiresAt: { } expires } && expires - issued <= TimeSpan.FromMinutes(_options.RotatingLifeMinutes));

        // Quotas count going out: coming home is never refused for having gone out.
        int quotaDays = direction == Direction.Out ? DistrictPass.QuotaDaysOf(credential) : 0;
        return new PassUse(
            _pseudonym.HashOf("code", credential.Format, id),
            _pseudonym.HashOf("subject", credential.Format, bearer),
            direction,
            now,
            credential.CountsOnceFor is { } life ? now + life : rotates ? credential.ExpiresAt : null,
            quotaDays);
    }

    private void Remember(PassUse use)
    {
        _uses.Enqueue(use);
        _last[use.Subject] = use;
        if (use.CodeExpiresAt is { } expiry)
        {
            _codes[use.Code] = expiry;
        }

        if (use.QuotaDays > 0)
        {
            if (!_quotas.TryGetValue(use.Subject, out List<DateTimeOffset>? times))
            {
                _quotas[use.Subject] = times = [];
            }

            times.Add(use.At);
        }

        while (_uses.Count > _options.MaxUses)
        {
            Drop(_uses.Dequeue());
        }
    }

    /// <summary>The oldest go once nothing can ask for them; one that lasts longer waits in front, and what is behind it with it.</summary>
    private void Forget(DateTimeOffset now)
    {
        TimeSpan passBack = TimeSpan.FromMinutes(_options.PassBackMinutes);
        while (_uses.TryPeek(out PassUse oldest) && oldest.ForgetAt(passBack) < now)
        {
            Drop(_uses.Dequeue());
        }
    }

    private void Drop(PassUse use)
    {
        if (_last.TryGetValue(use.Subject, out PassUse last) && last == use)
        {
            _last.Remove(use.Subject);
        }

        if (use.CodeExpiresAt is { } expiry && _codes.TryGetValue(use.Code, out DateTimeOffset known) && known <= expiry)
        {
            _codes.Remove(use.Code);
        }

        if (use.QuotaDays > 0 && _quotas.TryGetValue(use.Subject, out List<DateTimeOffset>? times))
        {
            times.Remove(use.At);
            if (times.Count == 0)
            {
                _quotas.Remove(use.Subject);
            }
        }
    }

    /// <summary>A clock set back must not lock anybody out for longer than the window.</summary>
    private static bool Within(TimeSpan elapsed, TimeSpan window) => elapsed.Duration() < window;

    private static long PeriodOf(DateTimeOffset at, int days) => DateOnly.FromDateTime(at.DateTime).DayNumber / days;
}
