using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District.Ingest;

/// <summary>The state of every kiosk, from what the store remembers and what the broker tells. Thread-safe.</summary>
public sealed class KioskRegistry(EventReader reader, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KioskState> _kiosks = new(StringComparer.Ordinal);
    private long _version;
    private DateOnly _day;

    public Pulse Changed { get; } = new();

    /// <summary>Starts from what the store remembers.</summary>
    public void Load()
    {
        lock (_gate)
        {
            _kiosks.Clear();
            foreach (KioskRecord record in reader.Kiosks())
            {
                _kiosks[record.Site.Device] = new KioskState(record.Site)
                {
                    Epoch = record.Epoch,
                    Watermark = record.Watermark,
                    SeenAt = record.SeenAt,
                    Alarms = record.Alarms,
                    Version = ++_version,
                };
            }

            CountToday();
        }
    }

    /// <summary>Kiosks that changed after a version, in order of checkpoint and device; all for 0.</summary>
    public IReadOnlyList<KioskState> Since(long version)
    {
        lock (_gate)
        {
            StartDay();
            return [.. _kiosks.Values.Where(k => k.Version > version).OrderBy(static k => k.Site.Checkpoint, StringComparer.Ordinal).ThenBy(static k => k.Site.Device, StringComparer.Ordinal)];
        }
    }

    /// <summary>Takes a status, info or telemetry message.</summary>
    public void Hear(Site site, string channel, string name, MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            KioskState kiosk = StatusReader.Read(Of(site), channel, name, message, now);
            // A retained message tells what was, not that the kiosk lives now; an offline status comes from the broker.
            bool alive = !message.Retain && kiosk.Status != "offline";
            Set(kiosk with { SeenAt = alive ? now : kiosk.SeenAt });
        }

        Changed.Beat();
    }

    /// <summary>Takes what a commit changed.</summary>
    public void Hear(CommitResult commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_gate)
        {
            StartDay();
            foreach (StoredEvent stored in commit.Added.Where(static e => e.Verdict is not null))
            {
                KioskState kiosk = Of(stored.Site);
                Set(kiosk with { Today = new Dictionary<string, long>(kiosk.Today) { [stored.Verdict!] = kiosk.Today.GetValueOrDefault(stored.Verdict!) + 1 } });
            }

            foreach ((Site site, DurableAck ack) in commit.Acks)
            {
                Set(Of(site) with { Epoch = ack.Epoch, Watermark = ack.Sequence, SeenAt = time.GetUtcNow() });
            }

            if (commit.Added.Any(static e => e.Kind == AlarmEvent.KindName))
            {
                foreach (KioskRecord record in reader.Kiosks())
                {
                    Set(Of(record.Site) with { Alarms = record.Alarms });
                }
            }
        }

        Changed.Beat();
    }

    private KioskState Of(Site site) => _kiosks.TryGetValue(site.Device, out KioskState? known) && known.Site == site ? known : new KioskState(site);

    private void Set(KioskState kiosk) => _kiosks[kiosk.Site.Device] = kiosk with { Version = ++_version };

    private void StartDay()
    {
        if (DateOnly.FromDateTime(time.GetLocalNow().Date) != _day)
        {
            CountToday();
        }
    }

    private void CountToday()
    {
        DateTimeOffset now = time.GetLocalNow();
        _day = DateOnly.FromDateTime(now.Date);
        ILookup<string, (string Device, string Verdict, long Count)> counts =
            reader.CountsSince(new DateTimeOffset(now.Date, now.Offset)).ToLookup(static c => c.Device);
        foreach (KioskState kiosk in _kiosks.Values.ToArray())
        {
            Set(kiosk with { Today = counts[kiosk.Site.Device].ToDictionary(static c => c.Verdict, static c => c.Count) });
        }
    }
}
