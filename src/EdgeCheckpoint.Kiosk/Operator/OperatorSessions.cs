using System.Security.Cryptography;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>Who has shown a PIN lately. In memory only: a restart signs everybody out. Thread-safe.</summary>
internal sealed class OperatorSessions(TimeProvider time)
{
    internal const int Max = 16;

    /// <summary>Without a request for this long a session ends.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>No session outlives a shift.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = [];

    /// <returns>The secret the browser keeps.</returns>
    internal string Begin(string name)
    {
        lock (_gate)
        {
            Forget();
            if (_sessions.Count >= Max)
            {
                _sessions.Remove(_sessions.MinBy(static s => s.Value.UsedAt).Key);
            }

            string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            long now = time.GetTimestamp();
            _sessions[token] = new Session(name, now, now);
            return token;
        }
    }

    /// <summary>Name of the operator; null when the session is unknown or over.</summary>
    internal string? Find(string? token)
    {
        lock (_gate)
        {
            Forget();
            if (token is null || !_sessions.TryGetValue(token, out Session? session))
            {
                return null;
            }

            _sessions[token] = session with { UsedAt = time.GetTimestamp() };
            return session.Name;
        }
    }

    internal void End(string? token)
    {
        lock (_gate)
        {
            _sessions.Remove(token ?? "");
        }
    }

    private void Forget()
    {
        foreach ((string token, Session session) in _sessions.ToArray())
        {
            if (time.GetElapsedTime(session.UsedAt) > Idle || time.GetElapsedTime(session.BegunAt) > Longest)
            {
                _sessions.Remove(token);
            }
        }
    }

    private sealed record Session(string Name, long BegunAt, long UsedAt);
}
