using System.CommandLine;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>How a verb reaches the district's broker to keep a document there.</summary>
internal sealed class BrokerOptions
{
    /// <summary>Longest document that is sent in a message, bytes; the broker may take less.</summary>
    private const long MaxMessageBytes = 16L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Option<string?> _broker = new("--broker") { Description = "HOST or HOST:PORT of the district's broker." };
    private readonly Option<string?> _authority = new("--ca") { Description = "PEM of the authority that signed the broker's certificate; without it the line is not encrypted." };
    private readonly Option<string?> _certificate = new("--cert") { Description = "PEM of this client's certificate." };
    private readonly Option<string?> _key = new("--cert-key") { Description = "PEM of that certificate's private key." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _broker, _authority, _certificate, _key })
        {
            command.Options.Add(option);
        }
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_broker) is not null;

    /// <summary>Keeps the document, retained, on its district's topic; kiosks that are connected get it at once, others when they are.</summary>
    /// <returns>Null when the broker took it; else why not.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<string?> PublishAsync(ParseResult parsed, DocumentManifest manifest, string file, CancellationToken cancellationToken)
    {
        long bytes = new FileInfo(file).Length;
        if (bytes > MaxMessageBytes)
        {
            return TooLong(bytes, $"the {MaxMessageBytes} that are sent in a message");
        }

        string[] address = parsed.GetValue(_broker)!.Split(':');
        bool secure = parsed.GetValue(_authority) is not null;
        int port = secure ? 8883 : 1883;
        if (address.Length > 2 || (address.Length == 2 && !int.TryParse(address[1], out port)))
        {
            return $"'{parsed.GetValue(_broker)}' is no HOST:PORT";
        }

        var options = new MqttClientOptions
        {
            Host = address[0],
            Port = port,
            ClientId = $"checkpointctl-{Environment.ProcessId}",
            SessionExpiry = TimeSpan.Zero,
            Tls = secure ? new MqttTls(parsed.GetValue(_authority)!, parsed.GetValue(_certificate), parsed.GetValue(_key)) : null,
        };
        string topic = Topics.DistrictConfiguration(manifest.District, Words.Of(manifest.Kind));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ITimer timer = TimeProvider.System.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            await using MqttClient client = MqttClient.Start(options);
            MqttPublishResult result = await client.PublishAsync(new MqttMessage(topic, await File.ReadAllBytesAsync(file, limit.Token)) { Retain = true }, limit.Token);
            return result.Accepted ? null
                : result.Reason == MqttReason.PacketTooLarge ? TooLong(bytes, "this broker takes in a message")
                : $"the broker answered {result.Reason}; check its access list for {topic}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address[0]}:{port} did not answer in {Patience.TotalSeconds:F0} s";
        }
    }

    private static string TooLong(long bytes, string than) => $"it has {bytes} bytes, more than {than}; bring it to every kiosk by file, with 'trust import'";
}
