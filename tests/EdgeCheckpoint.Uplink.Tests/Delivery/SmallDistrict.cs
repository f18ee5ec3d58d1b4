using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>A district in memory: stores what a kiosk sends, once, and acknowledges what is contiguous.</summary>
internal sealed class SmallDistrict : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, SortedDictionary<long, Envelope>> _stored = [];
    private readonly Dictionary<string, long> _watermarks = [];
    private readonly List<Envelope> _arrived = [];
    private readonly Task _run;

    private SmallDistrict(MqttClient client, Site site)
    {
        _client = client;
        _run = RunAsync(site);
    }

    public static async Task<SmallDistrict> StartAsync(int port, Site site, CancellationToken cancellationToken)
    {
        var client = MqttClient.Start(new MqttClientOptions
        {
            Host = MosquittoProcess.Host,
            Port = port,
            ClientId = "district",
            MinimumBackoff = TimeSpan.FromMilliseconds(20),
            MaximumBackoff = TimeSpan.FromMilliseconds(200),
        });
        await client.SubscribeAsync($"{Topics.Prefix(site)}/evt/+", MqttQuality.AtLeastOnce, cancellationToken);
        return new SmallDistrict(client, site);
    }

    /// <summary>Nothing is acknowledged while this is false.</summary>
    public bool Acknowledges { get; set; } = true;

    public long Watermark(string epoch)
    {
        lock (_stored)
        {
            return _watermarks.GetValueOrDefault(epoch);
        }
    }

    /// <summary>Everything that arrived, in order of arrival, repetitions too.</summary>
    public IReadOnlyList<Envelope> Arrived()
    {
        lock (_stored)
        {
            return [.. _arrived];
        }
    }

    public async Task ReachAsync(string epoch, long watermark, CancellationToken cancellationToken)
    {
        while (Watermark(epoch) < watermark)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(Site site)
    {
        await foreach (MqttMessage message in _client.Messages.WithCancellation(_stop.Token))
        {
            if (!EnvelopeCodec.TryDecode(message.Payload, out Envelope envelope, out _))
            {
                continue;
            }

            DurableAck ack = Store(envelope);
            if (Acknowledges)
            {
                _ = _client.PublishAsync(new MqttMessage(Topics.Ack(site), ContractJson.Encode(ack)) { Retain = true }, _stop.Token);
            }
        }
    }

    private DurableAck Store(Envelope envelope)
    {
        lock (_stored)
        {
            string epoch = envelope.Key.Epoch;
            _arrived.Add(envelope);
            if (!_stored.TryGetValue(epoch, out SortedDictionary<long, Envelope>? events))
            {
                _stored[epoch] = events = [];
            }

            events.TryAdd(envelope.Key.Sequence, envelope);
            long mark = _watermarks.GetValueOrDefault(epoch);
            while (true)
            {
                Envelope? gap = events.Values.FirstOrDefault(e => e.Key.Sequence > mark && e.Data is GapEvent g && g.First <= mark + 1);
                if (gap is not null)
                {
                    mark = gap.Key.Sequence;
                }
                else if (events.ContainsKey(mark + 1))
                {
                    mark++;
                }
                else
                {
                    break;
                }
            }

            _watermarks[epoch] = mark;
            return new DurableAck(epoch, mark);
        }
    }
}
