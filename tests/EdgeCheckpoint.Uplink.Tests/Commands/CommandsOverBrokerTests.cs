using System.Security.Cryptography;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Delivery;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Commands;

public sealed class CommandsOverBrokerTests : ICommandHandler
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_command_is_answered_on_the_topic_asked_for_with_its_correlation()
    {
        CancellationToken token = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System).Token;
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var trust = new CommandTrust();
        Assert.True(trust.TryAdd("district", key.ExportSubjectPublicKeyInfoPem()));
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var district = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "district" });
        await district.SubscribeAsync($"{Topics.Prefix(Sample.Site)}/rsp/#", MqttQuality.AtLeastOnce, token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Open();
        var gate = new CommandGate(Sample.Site, trust, this, folder.File("commands"), static () => Sample.Time());
        await using var kiosk = new SmallKiosk(outbox, broker.Port, static o => o, gate);

        var command = new Command(
            CommandNames.Diagnostics, Sample.Site.District, Sample.Site.Checkpoint, Sample.Site.Device, "0123456789abcdef",
            Sample.Time().Wall, Sample.Time().Wall.AddSeconds(20), new Dictionary<string, JsonElement>());
        var message = new MqttMessage(Topics.Command(Sample.Site, command.Name), KioskJson.Encode(SignedCommand.Sign(command, "district", key)))
        {
            ResponseTopic = Topics.Response(Sample.Site, command.Name) + "/desk-1",
            CorrelationData = new byte[] { 4, 2 },
        };
        while ((await district.PublishAsync(message, token)).Reason == MqttReason.NoMatchingSubscribers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
        }

        await foreach (MqttMessage answer in district.Messages.WithCancellation(token))
        {
            CommandResponse? response = KioskJson.DecodeResponse(answer.Payload.Span);
            Assert.Equal(message.ResponseTopic, answer.Topic);
            Assert.Equal([4, 2], answer.CorrelationData.ToArray());
            Assert.Equal((command.Nonce, true, "done"), (response!.Nonce, response.Done, response.Reason));
            return;
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_retained_command_is_refused_also_by_a_kiosk_that_is_connected()
    {
        CancellationToken token = new CancellationTokenSource(Patience.Limit, TimeProvider.System).Token;
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var trust = new CommandTrust();
        Assert.True(trust.TryAdd("district", key.ExportSubjectPublicKeyInfoPem()));
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var district = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "district" });
        await district.SubscribeAsync($"{Topics.Prefix(Sample.Site)}/rsp/#", MqttQuality.AtLeastOnce, token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Open();
        await using var kiosk = new SmallKiosk(outbox, broker.Port, static o => o, new CommandGate(Sample.Site, trust, this, folder.File("commands"), static () => Sample.Time()));

        // Once this one is answered the kiosk listens.
        var probe = new MqttMessage(Topics.Command(Sample.Site, CommandNames.Restart), "{}"u8.ToArray());
        while ((await district.PublishAsync(probe, token)).Reason == MqttReason.NoMatchingSubscribers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
        }

        var command = new Command(
            CommandNames.OpenGate, Sample.Site.District, Sample.Site.Checkpoint, Sample.Site.Device, "0123456789abcdef",
            Sample.Time().Wall, Sample.Time().Wall.AddSeconds(20), new Dictionary<string, JsonElement>());
        await district.PublishAsync(new MqttMessage(Topics.Command(Sample.Site, command.Name), KioskJson.Encode(SignedCommand.Sign(command, "district", key))) { Retain = true }, token);
        await foreach (MqttMessage answer in district.Messages.WithCancellation(token))
        {
            if (answer.Topic == Topics.Response(Sample.Site, command.Name))
            {
                Assert.Equal(CommandReasons.Retained, KioskJson.DecodeResponse(answer.Payload.Span)!.Reason);
                return;
            }
        }
    }

    public ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new CommandResponse(command.Nonce, true, CommandReasons.Done, ""));
}
