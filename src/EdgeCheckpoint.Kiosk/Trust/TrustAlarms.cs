using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Uplink.Delivery;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Tells the district of refused documents and of listed people. Thread-safe.</summary>
/// <param name="file">Remembers over restarts what is raised, so that it is cleared; null to remember it for one run.</param>
internal sealed class TrustAlarms(IOutbox outbox, Func<EventTime> now, TimeProvider time, string? file = null)
{
    /// <summary>Something came that does not even say what kind of document it is; for the kinds: <c>policy-refused</c> and the like.</summary>
    public const string DocumentRefused = "document-refused";

    /// <summary>Changes of revocations are here and their snapshot is not.</summary>
    public const string RevocationsIncomplete = "revocations-incomplete";

    public const string WatchListMatch = "watch-list-match";

    /// <summary>A code is held up for seconds and read many times; one alert in this time is enough.</summary>
    private static readonly TimeSpan AlertAgainAfter = TimeSpan.FromMinutes(2);

    /// <summary>People alerted of lately; past it the oldest may be alerted of again.</summary>
    private const int MaxAlerted = 1000;

    private readonly Lock _turn = new();
    private readonly Dictionary<ListHash, long> _alerted = [];
    private readonly AlarmLatch _latch = new(outbox, now, file);
    private readonly IOutbox _outbox = outbox;
    private readonly Func<EventTime> _now = now;

    /// <summary>A refusal is raised once for each kind and cleared by the next good document of that kind; by the next good one of any kind, where it did not say its kind.</summary>
    public void Judged(ImportResult result)
    {
        if (result.IsAlarming)
        {
            _latch.Raise(CodeOf(result.Kind), result.Detail);
        }
        else if (result.Fault == DocumentFault.None)
        {
            _latch.Clear(CodeOf(result.Kind), result.Detail);
            _latch.Clear(DocumentRefused, result.Detail);
        }
    }

    /// <param name="changes">What waits for its snapshot too long; null when nothing does.</param>
    public void Stranded(DocumentManifest? changes)
    {
        if (changes is null)
        {
            _latch.Clear(RevocationsIncomplete, "The changes of revocations and their snapshot are together again.");
            return;
        }

        _latch.Raise(
            RevocationsIncomplete,
            $"{changes.Name} does not count here: it belongs to {Words.Of(DocumentKind.Revocations)}/{changes.Base}, which this kiosk does not have. Publish that snapshot, or bring it with 'checkpointctl trust import'; if it is lost, make a new one with 'checkpointctl pass revoke --snapshot'.");
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

        _outbox.Append(new AlarmEvent(WatchListMatch, true, $"A person of class {@class} showed a code here; the next scan event of this kiosk carries the pseudonym."), _now());
    }

    private static string CodeOf(DocumentKind? kind) => kind is { } known ? $"{Words.Of(known)}-refused" : DocumentRefused;
}
