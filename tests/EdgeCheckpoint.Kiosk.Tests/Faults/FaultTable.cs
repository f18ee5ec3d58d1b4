using System.Text.RegularExpressions;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>What a row of docs/operations/faults.md promises: the codes in its cells, in their order.</summary>
/// <param name="Screen">Page at rest and the reasons on it.</param>
/// <param name="Person">Verdict on a person with a good code, and its reasons; empty where there can be none.</param>
/// <param name="Gate">Whether it opens for that person.</param>
/// <param name="Events">Alarms, raised or cleared.</param>
internal sealed record FaultRow(string Screen, string Person, string Gate, string Events);

/// <summary>The table of faults, as technicians read it; its rows are named as the tests that prove them.</summary>
internal static partial class FaultTable
{
    public static IReadOnlyDictionary<string, FaultRow> English { get; } = Read("faults.md");

    public static IReadOnlyDictionary<string, FaultRow> Chinese { get; } = Read("faults.zh-CN.md");

    /// <summary>Name of the row a test proves.</summary>
    public static string RowOf(string method) => method.ToLowerInvariant().Replace('_', '-');

    /// <summary>Rows look like <c>| `name` | words | `screen` `reason` | `verdict` `reason` | `gate` | `alarm raised` |</c>.</summary>
    private static Dictionary<string, FaultRow> Read(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "operations", file))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|'))
            .ToDictionary(static cells => Codes(cells[1]), static cells => new FaultRow(Codes(cells[3]), Codes(cells[4]), Codes(cells[5]), Codes(cells[6])));

    private static string Codes(string cell) => string.Join(", ", Code().Matches(cell).Select(static m => m.Groups[1].Value));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
