using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Benchmarks.Mqtt.Native;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;

namespace EdgeCheckpoint.Benchmarks.Mqtt;

/// <summary>Publishing 300-byte events at QoS 1 to a mosquitto of our own: the client beside the plainest user of the same library.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Mqtt")]
public class MqttPublishBenchmark
{
    private const int Events = 10_000;

    private readonly byte[] _payload = new byte[300];
    private readonly Task<MqttPublishResult>[] _publishes = new Task<MqttPublishResult>[Events];
    private MosquittoProcess _broker = null!;
    private MqttClient _client = null!;
    private PlainPublisher _plain = null!;

    [Params(20, 64)]
    public int Window { get; set; }

    [GlobalSetup]
    public void Start()
    {
        new Random(1).NextBytes(_payload);
        _broker = MosquittoProcess.StartAsync(
            new MosquittoOptions { Persistence = false, ExtraLines = ["max_inflight_messages 1000"] }, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        _client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = _broker.Port, ClientId = "client", SendWindow = Window });
        _plain = new PlainPublisher(_broker.Port, Window);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _plain.Dispose();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void PlainLibmosquitto() => _plain.Publish("ecp/v1/d/c/kiosk/evt/scan", _payload, Events);

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task Client()
    {
        var message = new MqttMessage("ecp/v1/d/c/kiosk/evt/scan", _payload);
        for (int i = 0; i < Events; i++)
        {
            _publishes[i] = _client.PublishAsync(message, CancellationToken.None);
        }

        foreach (MqttPublishResult result in await Task.WhenAll(_publishes))
        {
            if (!result.Accepted)
            {
                throw new InvalidOperationException($"not accepted: {result}");
            }
        }
    }
}
