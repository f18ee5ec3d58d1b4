using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Tells the district of refused documents and of listed people. Thread-safe.</summary>
internal sealed class TrustAlarms(IOutbox outbox, Func<EventTime> now, TimeProvider time)
{
    public const string DocumentRefused = "document-refused";
    public const string WatchListMatch = "watch-list-match";

    /// <summary>A code is held up for seconds and read many times; one alert in this time is enough.</summary>
    private static readonly TimeSpan AlertAgainAfter = TimeSpan.FromMinutes(2);

    /// <summary>People alerted of lately; past it the oldest may be alerted of again.</summary>
    private const int MaxAlerted = 1000;

    private readonly Lock _turn = new();
    private readonly Dictionary<ListHash, long> _alerted = [];
    private bool _refused;

    /// <summary>A refusal is raised once and cleared by the next good document.</summary>
    public void Judged(ImportResult result)
    {
        bool clears = result.Fault == DocumentFault.None;
        lock (_turn)
        {
            if (!(result.IsAlarming ? !_refused : clears && _refused))
            {
                return;
            }

            _refused = result.IsAlarming;
        }

        outbox.Append(new AlarmEvent(DocumentRefused, result.IsAlarming, result.Detail), now());
    }

    /// <summary>The silent alert: only the district learns of it; the event of the scan itself carries the pseudonym.</summary>
    public void Listed(string @class, CredentialResult credential)
    {
        var person = ListHash.OfSubject(credential.Format, credential.Subject ?? "");
        lock (_turn)
        {
            if (_alerted.TryGetValue(person, out long at) && time.GetElapsedTime(at) < AlertAgainAfter)
            {
                return;
            }

            if (_alerted.Count >= MaxAlerted)
            {
                _alerted.Remove(_alerted.MinBy(static a => a.Value).Key);
            }

            _alerted[person] = time.GetTimestamp();
        }

        outbox.Append(new AlarmEvent(WatchListMatch, true, $"A person of class {@class} showed a code here; the next scan event of this kiosk carries the pseudonym."), now());
    }
}
