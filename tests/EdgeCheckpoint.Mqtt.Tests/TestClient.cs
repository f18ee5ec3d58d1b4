using System.Text;
using EdgeCheckpoint.Simulation.Broker;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>Options and deadlines the tests share.</summary>
internal static class TestClient
{
    /// <summary>Far above what anything here takes; only a hang reaches it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static CancellationToken Deadline() => new CancellationTokenSource(Patience, TimeProvider.System).Token;

    internal static MqttClientOptions Options(int port, string id) => new()
    {
        Host = MosquittoProcess.Host,
        Port = port,
        ClientId = id,
        MinimumBackoff = TimeSpan.FromMilliseconds(20),
        MaximumBackoff = TimeSpan.FromMilliseconds(200),
    };

    internal static MqttMessage Message(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text));

    internal static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    internal static async Task<MqttMessage> NextAsync(this MqttClient client, CancellationToken cancellationToken)
    {
        await foreach (MqttMessage message in client.Messages.WithCancellation(cancellationToken))
        {
            return message;
        }

        throw new InvalidOperationException("the client was stopped");
    }
}
