using System.Text;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Contract.Tests;

public sealed class EnvelopeCodecTests
{
    private static readonly EventTime Time = new(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), ClockState.Synced, "b1", 4200);

    public static TheoryData<CheckpointEvent> EveryKind() =>
    [
        new ScanEvent
        {
            Verdict = Verdict.Refer,
            Reasons = [Reasons.TemperatureElevated],
            Direction = Direction.In,
            Measurement = new Measurement(38.1, 0.2, "fixed"),
            Credential = new CredentialSummary("ECP1", "personal", "t", "k", true),
        },
        new GateEvent("opened", "decision", 7),
        new AlarmEvent("sensor-fault", true, "传感器"),
        new ReportEvent(Time.Wall.AddDays(-1), Time.Wall, new Dictionary<string, long> { ["pass"] = 0 }),
        new GapEvent(3, 9, "journal full"),
    ];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void What_was_encoded_is_decoded_again(CheckpointEvent data)
    {
        var envelope = new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/d/c/kiosk-1", Time, Replay.Backfill, data);
        byte[] json = EnvelopeCodec.Encode(envelope);
        Assert.True(EnvelopeCodec.TryDecode(json, out Envelope read, out string error), error);
        Assert.Equal(envelope with { Data = read.Data }, read);
        Assert.Equal(json, EnvelopeCodec.Encode(read));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "'id'")]
    [InlineData("""{"id":"a:b:0"}""", "'id'")]
    [InlineData("""{"id":"a:b:1","type":"other"}""", "'type'")]
    [InlineData("""{"id":"a:b:1","type":"ecp.v1.scan","time":"2026-03-01T08:30:00Z","monotonic":"1","clock":"synced","replay":"live"}""", "'data'")]
    public void Unreadable_input_is_named_not_thrown(string json, string expected)
    {
        Assert.False(EnvelopeCodec.TryDecode(Encoding.UTF8.GetBytes(json), out _, out string error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
