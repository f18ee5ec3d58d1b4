using System.Globalization;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>The runs of torture.sh: long forms of the tests, with their figures in words.</summary>
internal static class TortureRuns
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);
    private static long _lastLine = TimeProvider.System.GetTimestamp();

    public static int Usage()
    {
        Console.Error.WriteLine("Use ./torture.sh.");
        return 2;
    }

    public static async Task<int> KillsAsync(int kills, int decisions, int seed)
    {
        var torture = new KillTorture(new KillOptions { Kills = kills, Decisions = decisions, Seed = seed }, Progress);
        LedgerResult result = await torture.RunAsync(CancellationToken.None);
        Say($"kills: {torture.BrokerKills} of the broker (database deleted), {torture.KioskKills} of kiosks, {torture.DistrictKills} of the district, seed {seed}");
        Say($"ledger: {result.Decided} decided, {result.Stored} stored, {result.Lost} lost, {result.Duplicated} duplicated, {result.Misordered} out of order, {result.Unknown} unknown");
        return result.IsClean ? 0 : 1;
    }

    public static int Crashes(int crashes, int seed)
    {
        const int each = 500;
        int accepted = 0, starting = 0;
        for (int done = 0; done < crashes; done += each)
        {
            var story = new CrashStory(seed + (done / each));
            story.Run(Math.Min(each, crashes - done));
            accepted += story.Accepted;
            starting += story.DiedStarting;
            Progress($"{done + each} of {crashes} crash points");
        }

        Say($"crash points: {crashes} ({starting} while starting), seeds {seed} to {seed + ((crashes - 1) / each)}: {accepted} events called durable, 0 lost, 0 failed starts");
        return 0;
    }

    public static async Task<int> DrainAsync(int events)
    {
        DrainResult result = await new DrainRun(events, Progress).RunAsync(CancellationToken.None);
        double ratio = result.PerSecond / result.PlainPerSecond;
        Say($"drain: {result.Events} events at {result.PerSecond:F0}/s; plain publisher {result.PlainPerSecond:F0}/s; ratio {ratio:F2} (at least 0.8); processor time {result.ProcessorUs:F1} µs an event beside {result.PlainProcessorUs:F1} µs; memory grew {result.GrowthBytes / 1048576.0:F1} MB (at most 60)");
        return ratio >= 0.8 && result.GrowthBytes <= 60L << 20 ? 0 : 1;
    }

    public static int Append(int events)
    {
        (double[] outbox, double[] bare) = AppendRun.Run(events);
        double p50 = AppendRun.At(outbox, 0.5) / AppendRun.At(bare, 0.5);
        double p99 = AppendRun.At(outbox, 0.99) / AppendRun.At(bare, 0.99);
        Say($"append: p50 {AppendRun.At(outbox, 0.5):F3} ms, p99 {AppendRun.At(outbox, 0.99):F3} ms; bare insert p50 {AppendRun.At(bare, 0.5):F3} ms, p99 {AppendRun.At(bare, 0.99):F3} ms; ratios {p50:F2} and {p99:F2} (at most 1.3)");
        return p50 <= 1.3 && p99 <= 1.3 ? 0 : 1;
    }

    public static async Task<int> RecoverAsync(int events)
    {
        IReadOnlyList<Recovery> all = await new RecoveryRun(events, Progress).RunAsync();
        foreach (Recovery one in all)
        {
            Say($"recover: {events} events, {one.Fault}: serves after {one.ServesAfter.TotalSeconds:F2} s (at most 5); salvaged after {one.SalvagedAfter.TotalSeconds:F1} s, longest append meanwhile {one.LongestAppend.TotalMilliseconds:F0} ms; {one.Waiting} waiting, {one.Lost} known to be lost");
        }

        return all.All(static one => one.ServesAfter <= TimeSpan.FromSeconds(5)) ? 0 : 1;
    }

    private static void Say(string line) => Console.WriteLine(line);

    /// <summary>One line that is written over on a terminal; a line a minute in a log.</summary>
    private static void Progress(string what)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what,-60}\r"));
        }
        else if (TimeProvider.System.GetElapsedTime(_lastLine) >= BetweenLines)
        {
            _lastLine = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine(what);
        }
    }
}
