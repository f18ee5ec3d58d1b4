using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Staff badges that open the operators' page: their text given to the page itself, or shown to this kiosk's camera while its own screen waits for one. Thread-safe.</summary>
/// <param name="badges">Subject of the badge, <c>issuer:subject</c>, by operator.</param>
/// <param name="verify">Proves a text.</param>
internal sealed class OperatorBadges(IReadOnlyDictionary<string, string> badges, Func<string, CredentialResult> verify, TimeProvider time)
{
    /// <summary>How long the page waits for a badge, and how long a shown one waits for the page.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long? _awaitedAt;
    private string? _shown;

    internal bool Any => badges.Count > 0;

    /// <summary>Whose badge a text is; null for nobody's.</summary>
    internal string? OperatorOf(string text) => Any ? OperatorOf(verify(text)) : null;

    /// <summary>The page on this kiosk's own screen waits for a badge from now on.</summary>
    internal void Await()
    {
        lock (_gate)
        {
            (_awaitedAt, _shown) = (time.GetTimestamp(), null);
        }
    }

    /// <summary>A code was read at this kiosk; true when it is a badge that the page waits for, and so nobody's who wants to pass.</summary>
    internal bool TryTake(CredentialResult code)
    {
        lock (_gate)
        {
            if (!IsAwaited || OperatorOf(code) is not { } name)
            {
                return false;
            }

            _shown = name;
            return true;
        }
    }

    /// <summary>Who has shown a badge since the page began to wait; once, null for nobody.</summary>
    internal string? Collect()
    {
        lock (_gate)
        {
            string? name = IsAwaited ? _shown : null;
            if (name is not null)
            {
                (_awaitedAt, _shown) = (null, null);
            }

            return name;
        }
    }

    internal bool Waits
    {
        get
        {
            lock (_gate)
            {
                return IsAwaited;
            }
        }
    }

    private bool IsAwaited => _awaitedAt is { } since && time.GetElapsedTime(since) < Patience;

    private string? OperatorOf(CredentialResult code) =>
        code is { IsValid: true, Subject: { } subject } && DistrictPass.Is(code, PassKind.Staff) ? badges.FirstOrDefault(b => b.Value == subject).Key : null;
}
