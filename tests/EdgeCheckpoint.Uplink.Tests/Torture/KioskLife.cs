using System.Globalization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>One life of a kiosk in a process of its own: decides as long as there is something to decide, delivers, and may be killed at any moment.</summary>
/// <remarks>Every decision is written to a ledger once the journal called it durable; SIGKILL does not take back what was written to a file.</remarks>
internal sealed class KioskLife(string folder, string device, int port, int decisions) : IKioskReporter
{
    /// <summary>Many lines, whatever was cut off.</summary>
    private const int TailBytes = 4096;

    private static readonly TimeSpan BetweenDecisions = TimeSpan.FromMilliseconds(2);

    public static string LedgerFile(string folder) => Path.Combine(folder, "ledger");

    public static OutboxOptions Options(string folder, string device) => new()
    {
        Folder = Path.Combine(folder, "outbox"),
        Site = Sample.Site with { Device = device },
        Secret = "a secret of the device"u8.ToArray(),
        RetainAcknowledged = TimeSpan.Zero,
        CheckpointPages = 50,
    };

    /// <returns>0 when everything was decided and delivered.</returns>
    public async Task<int> RunAsync()
    {
        Site site = Sample.Site with { Device = device };
        using var outbox = new SqliteOutbox(Options(folder, device), TimeProvider.System);
        if (outbox.Open() is not OutboxFault.None and var fault)
        {
            await Console.Error.WriteLineAsync($"the journal does not open: {fault}");
            return 1;
        }

        string session = DistrictUplink.NewSession();
        var client = MqttClient.Start(new MqttClientOptions
        {
            Host = MosquittoProcess.Host,
            Port = port,
            ClientId = device,
            Will = DistrictUplink.Will(site, session),
            MinimumBackoff = TimeSpan.FromMilliseconds(20),
            MaximumBackoff = TimeSpan.FromMilliseconds(200),
        });
        var options = new UplinkOptions { Site = site, AckTimeout = TimeSpan.FromMilliseconds(500), MaximumAckTimeout = TimeSpan.FromSeconds(2), BacklogPerSecond = 100_000 };
        await using var uplink = new DistrictUplink(options, new MqttBroker(client), session, outbox, outbox, this, Now, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Task delivery = uplink.RunAsync(stop.Token);
        await DecideAsync(outbox);
        while (outbox.Epochs().Any(static e => e.Waiting > 0))
        {
            if (delivery.IsCompleted)
            {
                // It ends by a defect only, which must not go unseen.
                await delivery;
                return 1;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        await stop.CancelAsync();
        await delivery.EndsAsync("the uplink, after it was asked to stop");
        return 0;
    }

    public KioskInfo Info() => new("torture", "b1", device, [], new Dictionary<string, string>());

    public IReadOnlyList<string> Limits() => [];

    public KioskHealth Health() => new();

    private static EventTime Now() => new(TimeProvider.System.GetUtcNow(), ClockState.Synced, "b1", Environment.TickCount64);

    private async Task DecideAsync(SqliteOutbox outbox)
    {
        await using var ledger = new StreamWriter(LedgerFile(folder), append: true) { AutoFlush = true };
        int number = NextNumber();
        while (number < decisions)
        {
            // Announced first, so that a number is never used twice although the decision may be lost with the process.
            await ledger.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"try {number}\n"));
            OutboxResult result = outbox.Append(Sample.Scan(number), Now());
            if (result.Fault != OutboxFault.None)
            {
                await Console.Error.WriteLineAsync($"append failed: {result.Fault}");
                Environment.Exit(1);
            }

            await ledger.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"done {number} {result.Key.Epoch} {result.Key.Sequence}\n"));
            number++;
            await Task.Delay(BetweenDecisions, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>From the ledger's end alone: a long run has lives without number, and each would read all that the others wrote.</summary>
    private int NextNumber()
    {
        using FileStream ledger = File.OpenRead(LedgerFile(folder));
        ledger.Seek(-Math.Min(ledger.Length, TailBytes), SeekOrigin.End);
        using var reader = new StreamReader(ledger);
        return reader.ReadToEnd().Split('\n').Where(static l => l.StartsWith("try ", StringComparison.Ordinal))
            .Select(static l => int.TryParse(l.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n + 1 : 0)
            .DefaultIfEmpty(0).Max();
    }
}
