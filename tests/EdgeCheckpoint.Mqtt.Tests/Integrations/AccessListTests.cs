using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>Who may say what, on the documented access lists: every refusal comes back as a reason code.</summary>
public sealed class AccessListTests
{
    private static readonly Site Own = new("binhu", "east-gate", "kiosk-7");
    private static readonly Site OtherDevice = Own with { Device = "kiosk-8" };
    private static readonly Site OtherDistrict = Own with { District = "xinwu" };

    private static IEnumerable<string> Everything(Site site) =>
    [
        Topics.Status(site), Topics.Info(site), Topics.Ack(site),
        .. new[] { "scan", "gate", "alarm", "report", "gap" }.Select(kind => Topics.Event(site, kind)),
        .. new[] { "health", "sensor" }.Select(name => Topics.Telemetry(site, name)),
        .. new[] { "open-gate", "set-mode", "restart" }.SelectMany(name => new[] { Topics.Command(site, name), Topics.Response(site, name) }),
    ];

    private static IEnumerable<string> Shared(string district) =>
        new[] { "policy", "trust", "lists" }.Select(name => Topics.DistrictConfiguration(district, name));

    private static readonly string[] Elsewhere =
    [
        "ecp/v1/binhu", "ecp/v1/binhu/east-gate/kiosk-7", "ecp/v1/binhu/east-gate/kiosk-7/evt", "ecp/v1/binhu/east-gate/kiosk-7/evt/scan/deeper",
        "ecp/v2/binhu/east-gate/kiosk-7/evt/scan", "homeassistant/device/kiosk-8/config", "homeassistant/sensor/kiosk-7/config", "kiosk-7", "anything/else",
    ];

    private static bool IsKiosksOwnVoice(string topic) =>
        topic == "homeassistant/device/kiosk-7/config"
        || (Topics.TryParse(topic, out Site site, out string channel, out string name) && site == Own
            && (name.Length > 0 ? channel is "evt" or "tel" or "rsp" : channel is "status" or "info"));

    private static bool IsDistrictsOwnVoice(string topic) =>
        Shared("binhu").Contains(topic)
        || (Topics.TryParse(topic, out Site site, out string channel, out string name) && site.District == "binhu"
            && (name.Length > 0 ? channel is "cmd" : channel is "ack"));

    /// <summary>Everything anybody could say, and who is entitled to it.</summary>
    private static IReadOnlyList<string> AllTopics =>
    [
        .. Everything(Own), .. Everything(OtherDevice), .. Everything(OtherDistrict), .. Everything(Own with { Checkpoint = "west-gate", Device = "district-binhu" }),
        .. Everything(Own with { Device = "dashboard" }), .. Shared("binhu"), .. Shared("xinwu"), .. Elsewhere, "homeassistant/device/kiosk-7/config", "homeassistant/device/dashboard/config",
    ];

    private static async Task<(int Denied, int Allowed)> TryAllAsync(MqttClient client, Func<string, bool> entitled, CancellationToken token)
    {
        (int denied, int allowed) = (0, 0);
        foreach (string topic in AllTopics)
        {
            foreach (bool retain in (bool[])[false, true])
            {
                MqttPublishResult result = await client.PublishAsync(Message(topic, "x") with { Retain = retain }, token);
                MqttPublishResult refused = new(MqttPublishOutcome.Refused, MqttReason.NotAuthorized);
                Assert.True(entitled(topic) ? result.Accepted : result == refused, $"{topic} (retain {retain}): {result}");
                (denied, allowed) = entitled(topic) ? (denied, allowed + 1) : (denied + 1, allowed);
            }
        }

        return (denied, allowed);
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_kiosk_speaks_for_itself_only_and_every_other_word_is_refused_with_a_reason()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient kiosk = broker.Machine("kiosk-7");
        (int denied, int allowed) = await TryAllAsync(kiosk, IsKiosksOwnVoice, token);
        Assert.Equal((168, 26), (denied, allowed));
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_kiosk_answers_below_its_own_answers_where_an_issuer_asked_for_it()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient kiosk = broker.Machine("kiosk-7");
        Assert.True((await kiosk.PublishAsync(Message(Topics.Response(Own, "open-gate") + "/desk-1", "x"), token)).Accepted);
        Assert.Equal(MqttReason.NotAuthorized, (await kiosk.PublishAsync(Message(Topics.Response(OtherDevice, "open-gate") + "/desk-1", "x"), token)).Reason);
        await using MqttClient district = broker.Machine("district-binhu");
        Assert.Equal(MqttReason.NotAuthorized, (await district.PublishAsync(Message(Topics.Response(Own with { Device = "district-binhu" }, "open-gate") + "/desk-1", "x"), token)).Reason);
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task The_district_acknowledges_and_commands_its_own_kiosks_and_makes_no_events()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient district = broker.Machine("district-binhu");
        (int denied, int allowed) = await TryAllAsync(district, IsDistrictsOwnVoice, token);
        Assert.Equal((156, 38), (denied, allowed));
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_dashboard_hears_the_district_and_says_nothing()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient dashboard = broker.Reader();
        Assert.True((await dashboard.SubscribeAsync("ecp/v1/binhu/#", MqttQuality.AtLeastOnce, token)).Granted);
        (int denied, int allowed) = await TryAllAsync(dashboard, static _ => false, token);
        Assert.Equal((194, 0), (denied, allowed));

        await using MqttClient kiosk = broker.Machine("kiosk-7");
        await kiosk.PublishAsync(Message(Topics.Event(Own, "scan"), "seen"), token);
        Assert.Equal("seen", Text(await dashboard.NextAsync(token)));
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_kiosk_that_asks_for_everything_hears_only_what_is_meant_for_it()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient curious = broker.Machine("kiosk-7");
        await curious.SubscribeAsync("#", MqttQuality.AtLeastOnce, token);
        await curious.SubscribeAsync(Topics.Prefix(OtherDevice) + "/#", MqttQuality.AtLeastOnce, token);
        await using MqttClient other = broker.Machine("kiosk-8");
        await using MqttClient district = broker.Machine("district-binhu");

        await other.PublishAsync(Message(Topics.Event(OtherDevice, "scan"), "another's event"), token);
        await district.PublishAsync(Message(Topics.Command(OtherDevice, "open-gate"), "another's command"), token);
        await district.PublishAsync(Message(Topics.Ack(OtherDevice), "another's ack"), token);
        await curious.PublishAsync(Message(Topics.Event(Own, "scan"), "its own event"), token);
        await district.PublishAsync(Message(Topics.DistrictConfiguration("binhu", "policy"), "for all"), token);
        await district.PublishAsync(Message(Topics.Ack(Own), "its ack"), token);
        await district.PublishAsync(Message(Topics.Command(Own, "open-gate"), "its command"), token);

        Assert.Equal(["for all", "its ack", "its command"], [Text(await curious.NextAsync(token)), Text(await curious.NextAsync(token)), Text(await curious.NextAsync(token))]);
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task The_certificates_name_is_the_client_id_whatever_the_client_claims()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient victim = broker.Machine("kiosk-8");
        await victim.ConnectedAsync(token);
        await using MqttClient liar = broker.Machine("kiosk-7", clientId: "kiosk-8");
        await liar.ConnectedAsync(token);
        Assert.True((await liar.PublishAsync(Message(Topics.Status(Own), "x"), token)).Accepted);
        Assert.Equal(MqttReason.NotAuthorized, (await liar.PublishAsync(Message(Topics.Status(OtherDevice), "x"), token)).Reason);
        Assert.Equal(MqttPhase.Connected, victim.State.Phase);
    }

    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_wrong_password_is_refused_with_a_reason()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        await using MqttClient stranger = broker.Reader("guess");
        await foreach (MqttConnectionState state in stranger.StatesAsync(token))
        {
            if (state.Phase == MqttPhase.Disconnected)
            {
                Assert.Equal(MqttReason.NotAuthorized, state.Reason);
                break;
            }
        }
    }
}
