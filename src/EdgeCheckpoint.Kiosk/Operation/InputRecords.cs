using System.Globalization;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Saved records of inputs: a folder of files, the oldest going first. Whoever may write into the folder may ask for one.</summary>
internal sealed class InputRecords(KioskOptions options, InputJournal record, CheckpointMachine machine, KeptMode kept, TimeProvider time)
{
    /// <summary>A file of this name is the request to save; the kiosk takes it away when it has.</summary>
    public const string Request = "save";

    private const string Extension = ".jsonl";

    private readonly string _folder = KioskParts.RecordsFolder(options);
    private readonly string _policy = machine.Policy.Version;

    /// <summary>Whether somebody asks for the record.</summary>
    public bool IsAskedFor => File.Exists(Path.Combine(_folder, Request));

    /// <summary>Writes the record, on the disk when it returns, and takes the request away.</summary>
    /// <param name="cause">One word, part of the file's name.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">The folder or the disk refuses.</exception>
    public string Save(string cause)
    {
        DirectoryInfo folder = Directory.CreateDirectory(_folder);
        DateTimeOffset now = time.GetUtcNow();
        string stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        string file = Path.Combine(folder.FullName, $"inputs-{stamp}-{cause}{Extension}");
        using var text = new MemoryStream();
        record.Save(text, new InputHeader
        {
            Software = KioskReporter.Software,
            Boot = BootIdentity.Current,
            Site = KioskParts.Site(options),
            SavedAt = now,
            Cause = cause,
            Lane = options.Lane with { Mode = kept.AtStart },
            GateReports = KioskParts.Lane(options).GateReports,
            Policy = _policy,
        });
        AtomicFile.Write(file, text.GetBuffer().AsSpan(0, (int)text.Length));
        Sweep();
        File.Delete(Path.Combine(folder.FullName, Request));
        return file;
    }

    /// <summary>Deletes what is too old, or more than is kept.</summary>
    public void Sweep()
    {
        var folder = new DirectoryInfo(_folder);
        if (!folder.Exists)
        {
            return;
        }

        DateTime oldest = time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(options.InputJournal.Days);
        FileInfo[] newestFirst = [.. folder.EnumerateFiles("inputs-*" + Extension).OrderByDescending(static f => f.Name, StringComparer.Ordinal)];
        foreach (FileInfo old in newestFirst.Where((f, place) => place >= options.InputJournal.Files || f.LastWriteTimeUtc < oldest))
        {
            old.Delete();
        }
    }
}
