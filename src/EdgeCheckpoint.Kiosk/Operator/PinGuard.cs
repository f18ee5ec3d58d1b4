using EdgeCheckpoint.Core.Operator;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Checks PINs, and locks everybody out for a while after a few wrong ones: a PIN must not be found by trying. Thread-safe.</summary>
internal sealed class PinGuard(IReadOnlyDictionary<string, string> pins, TimeProvider time)
{
    /// <summary>Wrong ones in a row before it locks.</summary>
    internal const int Allowed = 5;

    internal static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(30);

    /// <summary>Compared with when there is no such operator, so that time does not tell who exists.</summary>
    private static readonly string Nobody = PinHash.Of("918273");

    private readonly Lock _gate = new();
    private int _wrong;
    private long _lockedAt;
    private TimeSpan _lockedFor;

    /// <summary>How long it stays locked; zero when it is open.</summary>
    internal TimeSpan Locked
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = _lockedFor == TimeSpan.Zero ? TimeSpan.Zero : _lockedFor - time.GetElapsedTime(_lockedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether this is the operator's PIN; always false while locked.</summary>
    internal bool Opens(string name, string pin)
    {
        lock (_gate)
        {
            if (Locked > TimeSpan.Zero)
            {
                return false;
            }

            bool known = pins.TryGetValue(name, out string? hash);
            if (PinHash.Matches(hash ?? Nobody, pin) && known)
            {
                (_wrong, _lockedFor) = (0, TimeSpan.Zero);
                return true;
            }

            if (++_wrong >= Allowed)
            {
                TimeSpan next = FirstLock * Math.Pow(2, Math.Min(10, _wrong - Allowed));
                (_lockedAt, _lockedFor) = (time.GetTimestamp(), next < LongestLock ? next : LongestLock);
            }

            return false;
        }
    }
}
