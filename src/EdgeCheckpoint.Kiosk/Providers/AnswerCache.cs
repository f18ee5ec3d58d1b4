using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Core.Credential.Provider;

namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>Recent answers by the hash of their code, so that no code is kept. Bounded: the oldest answer goes first. Thread-safe.</summary>
internal sealed class AnswerCache(int capacity, TimeProvider time)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<string, (ProviderAnswer Answer, long At)> _answers = [];
    private readonly Queue<(string Key, long At)> _ages = new();

    public static string KeyOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    public void Keep(string key, ProviderAnswer answer)
    {
        lock (_turn)
        {
            long now = time.GetTimestamp();
            _answers[key] = (answer, now);
            _ages.Enqueue((key, now));
            while (_ages.Count > capacity)
            {
                (string oldest, long at) = _ages.Dequeue();
                if (_answers[oldest].At == at)
                {
                    _answers.Remove(oldest);
                }
            }
        }
    }

    /// <summary>The answer with its age; null when there is none that young.</summary>
    public ProviderAnswer? Find(string key, TimeSpan maxAge)
    {
        lock (_turn)
        {
            return _answers.TryGetValue(key, out (ProviderAnswer Answer, long At) entry) && time.GetElapsedTime(entry.At) is var age && age <= maxAge
                ? entry.Answer with { Age = age }
                : null;
        }
    }
}
