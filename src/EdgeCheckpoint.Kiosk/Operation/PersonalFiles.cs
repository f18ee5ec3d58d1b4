using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Where a kiosk keeps what is about people, pseudonyms included, and what beside it is not.</summary>
internal sealed class PersonalFiles(KioskOptions options)
{
    /// <summary>In the journal's folder: events, admissions, and what was set aside of either.</summary>
    private static readonly string[] OfJournal = ["journal-*", "salvaged.db*", "pass-uses.db*", "reserve.bin", "owner.lock", "*.damaged", "*.new"];

    /// <summary>Folders that hold nothing else, so everything in them goes.</summary>
    private IEnumerable<string> Whole =>
    [
        options.Visitors.Folder,
        KioskParts.RecordsFolder(options),
        Path.Combine(options.Rules.DocumentsFolder, "incoming"),
        Path.Combine(options.Rules.DocumentsFolder, "quarantine"),
    ];

    /// <summary>Folders that are the kiosk's own.</summary>
    public IReadOnlyList<string> Folders =>
    [
        .. ((string[])[options.Journal.Folder, options.Rules.DocumentsFolder, .. Whole]).Select(Path.GetFullPath).Distinct(),
    ];

    /// <summary>Files about people, as they lie there now.</summary>
    public IReadOnlyList<string> Present() =>
    [
        .. OfJournal.SelectMany(pattern => Files(options.Journal.Folder, pattern, deep: false))
            .Concat(OfOperators())
            .Concat(Files(options.Rules.DocumentsFolder, Words.Of(DocumentKind.WatchList) + "*", deep: false))
            .Concat(Files(options.Rules.DocumentsFolder, Words.Of(DocumentKind.Revocations) + "*", deep: false))
            .Concat(Files(options.Rules.DocumentsFolder, "*.new", deep: false))
            .Concat(Whole.SelectMany(static folder => Files(folder, "*", deep: true)))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What lies in the kiosk's folders and is not about people: why each stays; null for a file this software knows nothing of.</summary>
    public string? WhyKept(string file)
    {
        string name = Path.GetFileName(file);
        bool inJournal = Path.GetDirectoryName(file) == Path.GetFullPath(options.Journal.Folder);
        bool inDocuments = Path.GetDirectoryName(file) == Path.GetFullPath(options.Rules.DocumentsFolder);
        return inJournal && name == "commands.json" ? "numbers of commands, so that none is obeyed twice"
            : inJournal && name is "uplink-alarms" or "uplink-alarms.new" or "trust-alarms" or "trust-alarms.new" ? "codes of alarms that are raised"
            : inJournal && name == StartRecord.FileName ? "times of starts"
            : inJournal && name == KeptMode.FileName ? "the mode that a command set"
            : file == Path.Combine(Path.GetFullPath(options.Journal.Folder), "conf.d", "90-district.json") ? "what the district changed in the configuration"
            : options.Thermal.CalibrationFile.Length > 0 && file == Path.GetFullPath(options.Thermal.CalibrationFile) ? "calibration of the thermometer"
            : inDocuments && name == "floors.json" ? "versions of documents, so that no older one comes back"
            : inDocuments && (name.StartsWith(Words.Of(DocumentKind.TrustList), StringComparison.Ordinal) || name.StartsWith(Words.Of(DocumentKind.Policy), StringComparison.Ordinal))
                ? "keys and rules of the district"
            : null;
    }

    /// <summary>Every file in the kiosk's folders.</summary>
    public IReadOnlyList<string> All() =>
        [.. Folders.SelectMany(static folder => Files(folder, "*", deep: true)).Concat(OfOperators()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The file may lie anywhere, so only it and what was set aside of it is looked at.</summary>
    private IEnumerable<string> OfOperators() => Files(
        Path.GetDirectoryName(Path.GetFullPath(options.Operator.StateFile))!, Path.GetFileName(options.Operator.StateFile) + "*", deep: false);

    private static IEnumerable<string> Files(string folder, string pattern, bool deep) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(Path.GetFullPath(folder), pattern, new EnumerationOptions { RecurseSubdirectories = deep, AttributesToSkip = FileAttributes.None })
        : [];
}
