using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>Stands for the district in the drain run: counts, checks the order and acknowledges, but stores nothing.</summary>
internal static class DrainListener
{
    private static readonly byte[] IdName = "\"id\":\""u8.ToArray();

    public static async Task<int> RunAsync(int port)
    {
        await using var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = port, ClientId = "drain-listener", ReceiveMaximum = 1000 });
        await client.SubscribeAsync($"{Topics.Prefix(Sample.Site with { Device = "+" })}/evt/+", MqttQuality.AtLeastOnce, CancellationToken.None);
        Console.WriteLine("listening");
        var watermarks = new Dictionary<string, (string Epoch, long Sequence)>();
        await foreach (MqttMessage first in client.Messages)
        {
            var touched = new HashSet<string>();
            MqttMessage? message = first;
            do
            {
                if (TryKey(message.Payload.Span, out EventKey key))
                {
                    (string epoch, long mark) = watermarks.GetValueOrDefault(key.Device, (key.Epoch, 0));
                    mark = epoch == key.Epoch ? mark : 0;
                    watermarks[key.Device] = (key.Epoch, mark + (key.Sequence == mark + 1 ? 1 : 0));
                    touched.Add(key.Device);
                }
            }
            while (client.TryReceive(out message!));

            foreach (string device in touched)
            {
                var ack = new DurableAck(watermarks[device].Epoch, watermarks[device].Sequence);
                _ = client.PublishAsync(new MqttMessage(Topics.Ack(Sample.Site with { Device = device }), ContractJson.Encode(ack)) { Retain = true }, CancellationToken.None);
            }
        }

        return 0;
    }

    private static bool TryKey(ReadOnlySpan<byte> json, out EventKey key)
    {
        int at = json.IndexOf(IdName) + IdName.Length;
        int length = json[at..].IndexOf((byte)'"');
        return EventKey.TryParse(length > 0 ? Encoding.UTF8.GetString(json.Slice(at, length)) : null, out key);
    }
}
