using System.Globalization;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>How hard to torture.</summary>
internal sealed record KillOptions
{
    /// <summary>Kiosks at work at the same time.</summary>
    public int Kiosks { get; init; } = 2;

    /// <summary>Decisions of all kiosks together.</summary>
    public int Decisions { get; init; } = 10_000;

    /// <summary>Processes killed with SIGKILL, of any kind.</summary>
    public int Kills { get; init; } = 200;

    public int Seed { get; init; } = 1;

    /// <summary>Mean time between two kills.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(120);
}

/// <summary>Kiosks, broker and district as processes of their own, killed at random; the broker loses its database each time.</summary>
internal sealed class KillTorture(KillOptions options, Action<string> progress)
{
    private readonly Random _random = new(options.Seed);

    public int BrokerKills { get; private set; }

    public int KioskKills { get; private set; }

    public int DistrictKills { get; private set; }

    private int Kills => BrokerKills + KioskKills + DistrictKills;

    public async Task<LedgerResult> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        string store = folder.File("district.db");
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(cancellationToken);
        await using var district = new ChildProcess("EdgeCheckpoint.District.dll",
            ["--district", Sample.Site.District, "--broker", $"{MosquittoProcess.Host}:{broker.Port}", "--store", store, "--urls", "http://127.0.0.1:0"]);
        district.Start();
        List<(string Folder, string Device, ChildProcess Process)> kiosks = [.. Enumerable.Range(1, options.Kiosks).Select(i => Kiosk(folder.File($"kiosk-{i}"), $"kiosk-{i}", broker.Port))];
        try
        {
            while (Kills < options.Kills || kiosks.Any(static k => !k.Process.HasExited))
            {
                await Task.Delay(options.Interval * (0.2 + (1.6 * _random.NextDouble())), TimeProvider.System, cancellationToken);
                foreach ((_, string device, ChildProcess process) in kiosks)
                {
                    Restart(device, process);
                }

                if (Kills < options.Kills)
                {
                    await KillSomethingAsync(broker, district, kiosks, cancellationToken);
                    progress($"{Kills} of {options.Kills} kills");
                }
                else if (district.HasExited)
                {
                    district.Start();
                }
            }

            return kiosks.Select(k => Ledger.Compare(k.Folder, k.Device, store)).Aggregate(static (a, b) => a + b);
        }
        finally
        {
            foreach ((_, _, ChildProcess process) in kiosks)
            {
                await process.DisposeAsync();
            }
        }
    }

    private (string, string, ChildProcess) Kiosk(string folder, string device, int port)
    {
        Directory.CreateDirectory(folder);
        File.Create(KioskLife.LedgerFile(folder)).Dispose();
        string share = (options.Decisions / options.Kiosks).ToString(CultureInfo.InvariantCulture);
        var process = new ChildProcess("EdgeCheckpoint.Uplink.Tests.dll", ["kiosk", folder, device, port.ToString(CultureInfo.InvariantCulture), share]);
        process.Start();
        return (folder, device, process);
    }

    /// <summary>A kiosk that was killed starts again; one that is done stays away unless there is more to kill.</summary>
    private void Restart(string device, ChildProcess process)
    {
        if (!process.HasExited)
        {
            return;
        }

        Assert.True(process.ExitCode is 0 or 137, $"{device} ended by itself with {process.ExitCode}: {process.LastWords}");
        if (process.ExitCode != 0 || Kills < options.Kills)
        {
            process.Start();
        }
    }

    private async Task KillSomethingAsync(MosquittoProcess broker, ChildProcess district, List<(string, string, ChildProcess Process)> kiosks, CancellationToken cancellationToken)
    {
        switch (_random.Next(20))
        {
            case < 9:
                ChildProcess kiosk = kiosks[_random.Next(kiosks.Count)].Process;
                if (!kiosk.HasExited)
                {
                    await kiosk.KillAsync();
                    KioskKills++;
                }

                break;
            case < 18:
                await broker.KillAsync();
                broker.DeleteDatabase();
                await broker.RestartAsync(cancellationToken);
                BrokerKills++;
                break;
            default:
                if (district.HasExited)
                {
                    district.Start();
                }
                else
                {
                    await district.KillAsync();
                    DistrictKills++;
                }

                break;
        }
    }
}
