using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Ingest;

public sealed class MessageReaderTests
{
    [Fact]
    public void A_kiosk_cannot_speak_for_another()
    {
        IncomingEvent read = Incoming(Kiosk, Message(Kiosk, Scan(Kiosk with { Device = "kiosk-8" }, 1)));
        Assert.Null(read.Envelope);
        Assert.Null(read.Key);
        Assert.Contains("another device", read.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_id_is_found_in_an_event_that_was_cut_off()
    {
        byte[] whole = EnvelopeCodec.Encode(Scan(Kiosk, 5));
        IncomingEvent read = Incoming(Kiosk, new MqttMessage("ecp/v1/binhu/east-gate/kiosk-7/evt/scan", whole.AsMemory(0, whole.Length / 2)));
        Assert.Null(read.Envelope);
        Assert.Equal(new EventKey("kiosk-7", "e1", 5), read.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":"kiosk-7:e1:1","type":"ecp.v1.scan","time":"2022-04-01T00:00:00Z","monotonic":"1","clock":"synced","replay":"live","data":{"verdict":3}}""")]
    [InlineData("""{"id":"kiosk-7:e1:1","type":"ecp.v1.scan","time":"2022-04-01T00:00:00Z","monotonic":"1","clock":"synced","replay":"live","data":[]}""")]
    [InlineData("""{"id":"kiosk-7:e1:1","type":"ecp.v1.scan","time":"2022-04-01T00:00:00Z","monotonic":"1","clock":"synced","replay":"live","data":"x"}""")]
    public void Whatever_arrives_is_read_or_explained(string payload)
    {
        IncomingEvent read = Incoming(Kiosk, new MqttMessage("ecp/v1/binhu/east-gate/kiosk-7/evt/scan", Encoding.UTF8.GetBytes(payload)));
        Assert.Null(read.Envelope);
        Assert.NotEqual("", read.Error);
    }

    [Theory]
    [InlineData("alarm", """{"code":null,"active":true,"detail":"x"}""")]
    [InlineData("alarm", """{"code":"c","active":true,"detail":null}""")]
    [InlineData("gap", """{"first":1,"last":7,"cause":null}""")]
    [InlineData("gap", """{"first":-5,"last":9223372036854775807,"cause":"x"}""")]
    [InlineData("scan", """{"verdict":"pass","reasons":null,"direction":"in"}""")]
    [InlineData("scan", """{"verdict":"pass","reasons":[null],"direction":"in"}""")]
    public void An_event_that_lacks_what_the_store_needs_is_explained_and_keeps_its_key(string kind, string data)
    {
        string payload = $$"""{"specversion":"1.0","id":"kiosk-7:e1:7","source":"{{Topics.Prefix(Kiosk)}}","type":"ecp.v1.{{kind}}","time":"2022-04-01T00:00:00.000Z","datacontenttype":"application/json","epoch":"e1","sequence":"7","boot":"b","monotonic":"1","clock":"synced","replay":"live","data":{{data}}}""";
        IncomingEvent read = Incoming(Kiosk, new MqttMessage(Topics.Event(Kiosk, "alarm"), Encoding.UTF8.GetBytes(payload)));
        Assert.Null(read.Envelope);
        Assert.NotEqual("", read.Error);
        Assert.Equal(new EventKey("kiosk-7", "e1", 7), read.Key);
    }

    [Fact]
    public void No_flipped_or_missing_byte_makes_reading_fail()
    {
        const int seed = 20220401;
        var random = new Random(seed);
        byte[] good = EnvelopeCodec.Encode(Scan(Kiosk, 5, Verdict.Deny));
        for (int i = 0; i < 5000; i++)
        {
            byte[] bad = good[..random.Next(1, good.Length + 1)];
            for (int flips = random.Next(4); flips > 0; flips--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            IncomingEvent read = Incoming(Kiosk, new MqttMessage("ecp/v1/binhu/east-gate/kiosk-7/evt/scan", bad));
            Assert.True(read.Envelope is not null || read.Error.Length > 0, $"seed {seed}, round {i}: neither event nor error");
            Assert.True(read.Key is null || read.Key.Value.Device == "kiosk-7", $"seed {seed}, round {i}: key of another device");
        }
    }
}
