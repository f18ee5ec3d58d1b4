using System.Diagnostics;
using System.Globalization;
using System.Text;
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

/// <summary>What the drain run measured.</summary>
/// <param name="PerSecond">Events per second until the last durable ack.</param>
/// <param name="PlainPerSecond">The plain publisher's messages per second until the last PUBACK: same broker, listener, payloads and window; mean of a run before and one after.</param>
/// <param name="GrowthBytes">Growth of this process's resident memory while draining, at its highest.</param>
/// <param name="ProcessorUs">Processor time of each event, µs.</param>
/// <param name="PlainProcessorUs">The same of the plain publisher.</param>
internal sealed record DrainResult(int Events, double PerSecond, double PlainPerSecond, long GrowthBytes, double ProcessorUs, double PlainProcessorUs);

/// <summary>Drains a large backlog through a real broker, beside a plain libmosquitto publisher.</summary>
internal sealed class DrainRun(int events, Action<string> progress) : IKioskReporter
{
    private const int Window = 64;

    /// <summary>Whom the plain publisher's messages come from; a name of the same length.</summary>
    private static readonly Site Other = Sample.Site with { Device = "kiosk-0" };

    /// <summary>Neither the broker nor a slow listener may drop anything here: the rates are compared, not the losses.</summary>
    private static readonly string[] BrokerLines = ["max_queued_messages 0", "max_inflight_messages 1000"];

    public async Task<DrainResult> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = BrokerLines, Persistence = false }, TimeProvider.System, cancellationToken);
        await FillAsync(folder, cancellationToken);
        string plain = await BuildAsync(folder, "plain_publisher", cancellationToken);
        string district = await BuildAsync(folder, "plain_listener", cancellationToken);
        using Process listener = Process.Start(district, [broker.Port.ToString(CultureInfo.InvariantCulture), $"{Topics.Root}/{Sample.Site.District}/{Sample.Site.Checkpoint}"]);
        using var stopped = new Stopped(listener);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        int sample = await DumpAsync(outbox, folder.File("payloads"), cancellationToken);

        progress("plain publisher, first run");
        (double before, double processor) = await PlainAsync(plain, broker.Port, folder.File("payloads"), sample, cancellationToken);
        progress($"draining {events} events");
        TimeSpan used = Environment.CpuUsage.TotalTime;
        (double perSecond, long growth) = await DrainAsync(outbox, broker.Port, cancellationToken);
        used = Environment.CpuUsage.TotalTime - used;
        progress("plain publisher, second run");
        (double after, _) = await PlainAsync(plain, broker.Port, folder.File("payloads"), sample, cancellationToken);
        return new DrainResult(events, perSecond, (before + after) / 2, growth, used.TotalMicroseconds / events, processor * 1e6 / sample);
    }

    public static int Fill(string folder, int events)
    {
        using var outbox = new SqliteOutbox(new OutboxOptions { Folder = folder, Site = Sample.Site, Secret = "a secret of the device"u8.ToArray() }, TimeProvider.System);
        int next = 0;
        Thread[] threads = [.. Enumerable.Range(0, 64).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i <= events; i = Interlocked.Increment(ref next))
            {
                outbox.Append(Sample.Scan(i), Sample.Time());
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        return outbox.Epochs()[^1].Last == events ? 0 : 1;
    }

    public KioskInfo Info() => new("drain", "b1", "drain", [], new Dictionary<string, string>());

    public IReadOnlyList<string> Limits() => [];

    public KioskHealth Health() => new();

    private async Task FillAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        progress($"deciding {events} events");
        await using var fill = new ChildProcess("EdgeCheckpoint.Uplink.Tests.dll", ["fill", Sample.Options(folder).Folder, events.ToString(CultureInfo.InvariantCulture)]);
        fill.Start();
        await fill.WaitAsync(cancellationToken);
        Assert.True(fill.ExitCode == 0, fill.LastWords);
    }

    private async Task<(double PerSecond, long GrowthBytes)> DrainAsync(SqliteOutbox outbox, int port, CancellationToken cancellationToken)
    {
        string session = DistrictUplink.NewSession();
        var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = port, ClientId = Sample.Site.Device, SendWindow = Window });
        await client.ConnectedAsync(cancellationToken);
        var options = new UplinkOptions { Site = Sample.Site, AckWindow = 4096, BacklogPerSecond = int.MaxValue };
        await using var uplink = new DistrictUplink(options, new MqttBroker(client), session, outbox, outbox, this, static () => Sample.Time(), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long resident = Resident();
        long highest = resident;
        long start = TimeProvider.System.GetTimestamp();
        Task run = uplink.RunAsync(stop.Token);
        while (outbox.Epochs()[^1].Waiting > 0)
        {
            highest = Math.Max(highest, Resident());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await run;
        Assert.True(outbox.Epochs() is [{ Acked: var acked }] && acked == events, "the drain run raised an alarm or was set back");
        return (events / seconds, highest - resident);
    }

    private static async Task<int> DumpAsync(SqliteOutbox outbox, string file, CancellationToken cancellationToken)
    {
        const int most = 100_000;
        int count = 0;
        outbox.Open();
        await using var stream = new FileStream(file, FileMode.Create);
        var from = new JournalPosition(outbox.Epochs()[^1].Ordinal, 1);
        while (count < most && outbox.Read(from, new JournalPosition(long.MaxValue), 256) is { Count: > 0 } some)
        {
            foreach (StoredEvent stored in some)
            {
                // As if from another kiosk, or the listener would acknowledge the journal before it was drained.
                string text = Encoding.UTF8.GetString(EnvelopeCodec.WithReplay(stored.Json, Replay.Backfill));
                byte[] json = Encoding.UTF8.GetBytes(text.Replace(Sample.Site.Device, Other.Device, StringComparison.Ordinal));
                await stream.WriteAsync(BitConverter.GetBytes(json.Length), cancellationToken);
                await stream.WriteAsync(json, cancellationToken);
                count++;
            }

            from = some[^1].Position.Next;
        }

        return count;
    }

    private static async Task<string> BuildAsync(TemporaryFolder folder, string name, CancellationToken cancellationToken)
    {
        string source = Path.Combine(Repository.Root, "tests", "EdgeCheckpoint.Uplink.Tests", "Torture", name + ".c");
        await ExecuteAsync("gcc", ["-O2", "-o", folder.File(name), source, "-l:libmosquitto.so.1", "-pthread"], cancellationToken);
        return folder.File(name);
    }

    private static async Task<(double PerSecond, double ProcessorSeconds)> PlainAsync(string program, int port, string payloads, int count, CancellationToken cancellationToken)
    {
        string[] seconds = (await ExecuteAsync(program, [port.ToString(CultureInfo.InvariantCulture), Topics.Event(Other, "scan"), Window.ToString(CultureInfo.InvariantCulture), payloads], cancellationToken)).Split(' ');
        return (count / double.Parse(seconds[0], CultureInfo.InvariantCulture), double.Parse(seconds[1], CultureInfo.InvariantCulture));
    }

    private static async Task<string> ExecuteAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} failed with {process.ExitCode}: {errors}");
        return output;
    }

    /// <summary>Resident set, bytes.</summary>
    private static long Resident() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>Ends a process with the run.</summary>
    private sealed class Stopped(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
