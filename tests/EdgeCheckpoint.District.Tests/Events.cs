using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District.Tests;

/// <summary>Events as a kiosk would send them.</summary>
internal static class Events
{
    internal static readonly DateTimeOffset Noon = new(2022, 4, 1, 12, 0, 0, TimeSpan.Zero);

    internal static readonly Site Kiosk = new("binhu", "east-gate", "kiosk-7");

    internal static Envelope Scan(Site site, long sequence, Verdict verdict = Verdict.Pass, string epoch = "e1") =>
        Of(site, sequence, new ScanEvent { Verdict = verdict, Reasons = verdict == Verdict.Pass ? [] : [Reasons.CodeExpired], Direction = Direction.In }, epoch);

    internal static Envelope Of(Site site, long sequence, CheckpointEvent data, string epoch = "e1") => new(
        new EventKey(site.Device, epoch, sequence),
        Topics.Prefix(site),
        new EventTime(Noon.AddSeconds(sequence), ClockState.Synced, "boot", sequence * 1000),
        Replay.Live,
        data);

    internal static MqttMessage Message(Site site, Envelope envelope) => new(Topics.Event(site, envelope.Data.Kind), EnvelopeCodec.Encode(envelope));

    internal static IncomingEvent Incoming(Envelope envelope) => Incoming(Kiosk, Message(Kiosk, envelope));

    internal static IncomingEvent Incoming(Site site, MqttMessage message) => MessageReader.Read(site, message, Noon);
}
