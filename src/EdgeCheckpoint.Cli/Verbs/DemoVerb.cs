using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Demo;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary><c>checkpointctl demo [--once]</c>: a broker, a kiosk and a district on this machine, and people who walk up to it.</summary>
internal static class DemoVerb
{
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(40);

    public static Command Create()
    {
        Option<bool> once = new("--once") { Description = "Play the fixed cast once, compare every verdict, check the district's store, and end." };
        Option<int> kioskPort = new("--kiosk-port") { Description = "Port of the kiosk's screen; 0 takes a free one.", DefaultValueFactory = static _ => 0 };
        Option<int> districtPort = new("--district-port") { Description = "Port of the district's page; 0 takes a free one.", DefaultValueFactory = static _ => 0 };
        Option<string> services = new("--services")
        {
            Description = "Folder with one folder for each built service.",
            DefaultValueFactory = static _ => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..")),
        };
        Option<bool> json = Output.JsonOption();
        Command command = new("demo", "Start a whole district on this machine and send people through its kiosk.") { once, kioskPort, districtPort, services, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!ServiceFiles.TryFind(parsed.GetRequiredValue(services), out ServiceFiles files, out string fault))
            {
                return Output.Error(fault, ExitCode.NoInput);
            }

            foreach (Option<int> port in new[] { kioskPort, districtPort })
            {
                int checkedPort = CheckPort(port.Name, parsed.GetValue(port));
                if (checkedPort != ExitCode.Ok)
                {
                    return checkedPort;
                }
            }

            bool plays = parsed.GetValue(once);
            try
            {
                await using DemoSite site = await DemoSite.StartAsync(
                    files, new DemoOptions(parsed.GetValue(kioskPort), parsed.GetValue(districtPort)), static t => Console.Error.WriteLine($"  {t} ..."),
                    TimeProvider.System, cancellationToken);
                Console.Error.WriteLine($"  the kiosk's screen:  {site.Kiosk.Address}");
                Console.Error.WriteLine($"  the district's page: {site.District.Address}");
                return plays
                    ? await PlayOnceAsync(site, parsed.GetValue(json), cancellationToken)
                    : await PlayOnAsync(site, parsed.GetValue(json), cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested && !plays)
            {
                // Its only end.
                return ExitCode.Ok;
            }
            catch (Exception e) when (e is InvalidOperationException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                return Output.Error(e.Message, ExitCode.Unavailable);
            }
        });
        return command;
    }

    private static async Task<int> PlayOnceAsync(DemoSite site, bool json, CancellationToken cancellationToken)
    {
        await using var screen = new ScreenListener(site.Kiosk.Address, TimeProvider.System);
        var director = new DemoDirector(site, screen, TimeProvider.System);
        var performances = new List<Performance>();
        foreach (CastMember member in Cast.Members)
        {
            Console.Error.Write($"  {performances.Count + 1,2}/{Cast.Members.Count} {member.Story} ...");
            performances.Add(await director.PlayAsync(member, cancellationToken));
            Console.Error.WriteLine($" {performances[^1].Verdict ?? "nobody there to see a verdict"}");
        }

        Console.Error.WriteLine("  waiting for the district's store ...");
        using var district = new DistrictReader(site.District.Address, TimeProvider.System);
        IReadOnlyList<StoredLine> stored = await district.WaitForScansAsync(performances.Count, DeliveryPatience, cancellationToken);
        StoredLine[] scans = [.. stored.Where(static l => l.Kind == "scan")];
        Print(performances, scans, json);

        bool contiguous = stored.Select(static l => l.Sequence).SequenceEqual(Enumerable.Range(1, stored.Count).Select(static i => (long)i));
        bool delivered = scans.Length == performances.Count && contiguous;
        int right = performances.Zip(scans).Count(static p => p.First.IsRight(p.Second));
        (int kioskExit, TimeSpan took) = await site.Kiosk.StopAsync();
        Console.Error.WriteLine($"  {right} of {performances.Count} verdicts as expected; the district holds "
            + $"{stored.Count} events, {scans.Length} of them scans, sequences {(contiguous ? "without a gap" : "WITH GAPS")}; the kiosk ended with {kioskExit} in {took.TotalSeconds:F1} s");
        return right == performances.Count && delivered && kioskExit == 0 ? ExitCode.Ok : ExitCode.No;
    }

    /// <returns><see cref="ExitCode.Ok"/> where a page can be served there; another after having said why not.</returns>
    private static int CheckPort(string option, int port)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            return Output.Error($"{option} takes {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}.", ExitCode.Usage);
        }

        try
        {
            using TcpListener probe = new(IPAddress.Loopback, port);
            probe.Start();
            return ExitCode.Ok;
        }
        catch (SocketException e)
        {
            return Output.Error($"port {port} cannot be used: {e.Message}. Stop the program that has it, or choose another with {option}; 0 takes a free one.", ExitCode.Unavailable);
        }
    }

    private static async Task<int> PlayOnAsync(DemoSite site, bool json, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("  People come one after the other. Ctrl-C ends everything.");
        await using var screen = new ScreenListener(site.Kiosk.Address, TimeProvider.System);
        var director = new DemoDirector(site, screen, TimeProvider.System);
        while (true)
        {
            foreach (CastMember member in Cast.Members)
            {
                Performance performance = await director.PlayAsync(member, cancellationToken);
                if (json)
                {
                    Output.JsonLine(ToJson(performance));
                }
                else
                {
                    Output.Result.MarkupLineInterpolated($"{performance.Verdict ?? "no verdict",-7} {string.Join(", ", performance.Reasons),-24} {member.Story}");
                }
            }
        }
    }

    private static void Print(List<Performance> performances, StoredLine[] scans, bool json)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumns("", "person", "expected", "screen", "district", "reasons", "s");
        for (int i = 0; i < performances.Count; i++)
        {
            Performance p = performances[i];
            StoredLine? scan = i < scans.Length ? scans[i] : null;
            bool right = p.IsRight(scan);
            if (json)
            {
                JsonObject line = ToJson(p);
                line["district"] = scan?.Verdict;
                line["right"] = right;
                Output.JsonLine(line);
                continue;
            }

            table.AddRow(
                new Text(right ? "ok" : "WRONG", new Style(right ? Color.Green : Color.Red)),
                new Text(p.Member.Story),
                new Text(p.Member.Reason.Length == 0 ? Words.Of(p.Member.Expected) : $"{Words.Of(p.Member.Expected)} ({p.Member.Reason})"),
                new Text(p.Verdict ?? "-"),
                new Text(scan?.Verdict ?? "MISSING"),
                new Text(string.Join(", ", scan?.Reasons ?? [])),
                new Text(p.Took.TotalSeconds.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (!json)
        {
            Output.Result.Write(table);
        }
    }
    /// <summary>What the screen said.</summary>
    private static JsonObject ToJson(Performance performance) => new()
    {
        ["person"] = performance.Member.Story,
        ["expected"] = Words.Of(performance.Member.Expected),
        ["expectedReason"] = performance.Member.Reason,
        ["screen"] = performance.Verdict,
        ["reasons"] = new JsonArray([.. performance.Reasons.Select(static r => (JsonNode)r)]),
        ["seconds"] = Math.Round(performance.Took.TotalSeconds, 2),
    };
}
