namespace EdgeCheckpoint.Testing;

/// <summary>What a test cannot do without, and the sentence its skip shows.</summary>
internal static class Needs
{
    /// <summary>Null when everything is there.</summary>
    public static string? Missing(string data, string program, string library)
    {
        if (data.Length > 0 && !Path.Exists(Repository.Data(data)))
        {
            return $"needs the recorded data '{data}' in ../shared/data, which is not part of a clone";
        }

        foreach (string name in program.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!OnPath(name))
            {
                return $"needs the program '{name}': sudo apt-get install {name}";
            }
        }

        foreach (string name in library.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!System.Runtime.InteropServices.NativeLibrary.TryLoad(name, out _)
                && !System.Runtime.InteropServices.NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out _))
            {
                return $"needs the library '{name}': ./test.sh installs or builds it";
            }
        }

        return null;
    }

    private static bool OnPath(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
