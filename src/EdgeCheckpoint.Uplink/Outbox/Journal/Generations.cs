using System.Globalization;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Names of the journal's files: <c>journal-0001.db</c> and on. The highest is in use; lower ones await salvage. A damaged file is never written again.</summary>
internal static class Generations
{
    /// <summary>Epochs a generation may begin, so that ordinals of a later generation are always higher.</summary>
    private const int OrdinalsEach = 256;

    private const string Prefix = "journal-";
    private const string Suffix = ".db";

    /// <summary>What a salvaged file is renamed to, for a technician to look at.</summary>
    public const string SalvagedName = "salvaged.db";

    public const string LogSuffix = "-wal";
    public const string IndexSuffix = "-shm";

    public static string Name(int generation) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{generation:0000}{Suffix}");

    public static int FirstOrdinal(int generation) => ((generation - 1) * OrdinalsEach) + 1;

    /// <summary>The generation an epoch began in.</summary>
    public static int Of(EpochState epoch) => ((epoch.Ordinal - 1) / OrdinalsEach) + 1;

    /// <summary>Generations present, lowest first.</summary>
    public static IReadOnlyList<int> Present(IJournalFolder folder) =>
        [.. folder.List().Select(Parse).Where(static g => g > 0).Order()];

    private static int Parse(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int generation)
            ? generation
            : 0;
}
