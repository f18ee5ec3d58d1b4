namespace EdgeCheckpoint.Testing;

/// <summary>Finds the checkout a test runs in, and the recorded data that may lie beside it.</summary>
public static class Repository
{
    /// <summary>Folder that holds <c>EdgeCheckpoint.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Folder of recordings, photographs and vectors beside the checkout. A user's clone has none.</summary>
    public static string SharedData { get; } = Path.Combine(Root, "..", "shared", "data");

    public static string Data(params string[] parts) => Path.Combine([SharedData, .. parts]);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgeCheckpoint.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("EdgeCheckpoint.sln is in none of the folders above the tests; run them from a checkout.");
    }
}
