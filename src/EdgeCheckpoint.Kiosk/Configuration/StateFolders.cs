namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Folders that the kiosk writes into.</summary>
internal static class StateFolders
{
    /// <summary>Paths at which there can never be a folder. A disk that refuses is no mistake of the configuration and is not looked at here.</summary>
    public static IReadOnlyList<string> Problems(KioskOptions options) =>
    [
        .. Of(options).Select(static folder => (folder.Key, File: FileInTheWay(folder.Path))).Where(static found => found.File is not null)
            .Select(static found => $"{found.Key}: {found.File} is a file; name a folder"),
    ];

    /// <summary>Tries, for somebody who asks, whether each can be made and written; leaves nothing behind.</summary>
    public static IReadOnlyList<string> Unwritable(KioskOptions options)
    {
        List<string> problems = [];
        foreach ((string key, string path) in Of(options).Where(static folder => FileInTheWay(folder.Path) is null))
        {
            try
            {
                Try(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{key}: {path} cannot be written: {e.Message}");
            }
        }

        return problems;
    }

    private static IEnumerable<(string Key, string Path)> Of(KioskOptions options)
    {
        yield return ("journal:folder", options.Journal.Folder);
        yield return ("rules:documentsFolder", options.Rules.DocumentsFolder);
        if (options.InputJournal is { Minutes: > 0, Folder: { Length: > 0 } records })
        {
            yield return ("inputJournal:folder", records);
        }

        if (options.Visitors.DistrictKeyFile.Length > 0)
        {
            yield return ("visitors:folder", options.Visitors.Folder);
        }
    }

    private static string? FileInTheWay(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static void Try(string folder)
    {
        List<string> made = [];
        for (string? path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            made.Add(path);
        }

        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, "check.new");
            File.WriteAllBytes(probe, new byte[1]);
            File.Delete(probe);
        }
        finally
        {
            foreach (string path in made.Where(Directory.Exists))
            {
                Directory.Delete(path);
            }
        }
    }
}
