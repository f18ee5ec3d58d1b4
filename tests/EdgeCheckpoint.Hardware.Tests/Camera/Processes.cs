namespace EdgeCheckpoint.Hardware.Tests.Camera;

/// <summary>The running processes, as the kernel tells.</summary>
internal static class Processes
{
    /// <summary>Ids of processes whose command line has <paramref name="mark"/> as a word or part of one; the dead but unburied have none.</summary>
    public static IReadOnlyList<int> With(string mark)
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && CommandLine(folder).Contains(mark, StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            // It ended while we looked.
            return "";
        }
    }
}
