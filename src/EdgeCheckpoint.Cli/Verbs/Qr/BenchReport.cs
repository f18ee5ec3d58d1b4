using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>Tables of a finished comparison.</summary>
internal sealed class BenchReport(IReadOnlyList<BenchContestant> contestants, BenchPeers peers)
{
    private const string Total = "QR Code, all sets";

    public void Print()
    {
        var sets = new Table { Border = TableBorder.Simple, Title = new TableTitle("Pictures read correctly") };
        sets.AddColumns(["set", "pictures", .. contestants.Select(static c => c.Name)]);
        bool compared = peers.BestSingle.Count > 0;
        if (compared)
        {
            sets.AddColumns("best peer", "any of three");
        }

        NoWrap(sets);
        foreach (string set in contestants[0].Sets.Keys)
        {
            sets.AddRow([set, Text(contestants[0].Sets[set].Pictures), .. contestants.Select(c => Text(c.Sets[set].Correct)), .. Peers(compared, set)]);
        }

        sets.AddRow([Total, Text(contestants[0].Positives.Pictures), .. contestants.Select(static c => Text(c.Positives.Correct)), .. Peers(compared, "TOTAL (QR Code, without Micro QR)")]);
        Output.Result.Write(sets);

        var figures = new Table { Border = TableBorder.Simple, Title = new TableTitle("Errors, and CPU time in ms a picture") };
        figures.AddColumns("reader", "correct", "wrong", "false", "unlabelled", "median", "mean", "p95", "max", "no code");
        NoWrap(figures);
        foreach (BenchContestant c in contestants)
        {
            figures.AddRow(
                c.Name, Text(c.Positives.Correct), Text(c.Positives.Wrong + c.Micro.Wrong), Text(c.Negatives.False), Text(c.UnlabelledRead),
                Text(c.Positives.Percentile(0.5)), Text(c.Positives.Mean), Text(c.Positives.Percentile(0.95)), Text(c.Positives.Maximum), Text(c.Negatives.Percentile(0.5)));
        }

        Output.Result.Write(figures);
    }

    public void PrintJson()
    {
        foreach (BenchContestant c in contestants)
        {
            foreach ((string set, BenchTally tally) in c.Sets)
            {
                Output.JsonLine(ToJson(c.Name, set, tally));
            }

            Output.JsonLine(ToJson(c.Name, Total, c.Positives));
            Output.JsonLine(ToJson(c.Name, "Micro QR", c.Micro));
            Output.JsonLine(ToJson(c.Name, "negatives", c.Negatives));
            JsonObject unlabelled = ToJson(c.Name, "unlabelled", c.Unlabelled);
            unlabelled["read"] = c.UnlabelledRead;
            Output.JsonLine(unlabelled);
        }
    }

    /// <summary>One line a picture the first reader missed.</summary>
    public void PrintMissed()
    {
        foreach ((string file, IReadOnlyList<DecodedCode> codes) in contestants[0].Missed)
        {
            Console.Error.WriteLine($"{file}: {(codes.Count == 0 ? "nothing" : string.Join(" | ", codes.Select(static c => TerminalText.Safe(c.Text))))}");
        }
    }

    private static void NoWrap(Table table)
    {
        foreach (TableColumn column in table.Columns)
        {
            column.NoWrap = true;
        }
    }

    private string[] Peers(bool compared, string set) =>
        compared ? [Text(peers.BestSingle.GetValueOrDefault(set)), Text(peers.AnyOfThree.GetValueOrDefault(set))] : [];

    private static JsonObject ToJson(string reader, string set, BenchTally tally) => new()
    {
        ["reader"] = reader,
        ["set"] = set,
        ["pictures"] = tally.Pictures,
        ["correct"] = tally.Correct,
        ["wrong"] = tally.Wrong,
        ["false"] = tally.False,
        ["median_ms"] = Math.Round(tally.Percentile(0.5), 3),
        ["mean_ms"] = Math.Round(tally.Mean, 3),
        ["p95_ms"] = Math.Round(tally.Percentile(0.95), 3),
        ["max_ms"] = Math.Round(tally.Maximum, 3),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double milliseconds) => milliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
