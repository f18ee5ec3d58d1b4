using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>One file of the page.</summary>
/// <param name="ContentType">Media type with its character set.</param>
/// <param name="Tag">Strong entity tag, quoted.</param>
internal sealed record ScreenAsset(byte[] Content, string ContentType, string Tag);

/// <summary>The files of the page, embedded in the assembly: nothing on the disk can go missing or be swapped.</summary>
internal static class ScreenAssets
{
    private const string Prefix = "screen/";

    private static readonly FrozenDictionary<string, ScreenAsset> Files = LoadAll();

    /// <summary>Changes whenever any file does.</summary>
    internal static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(
        [.. Files.OrderBy(static f => f.Key, StringComparer.Ordinal).SelectMany(static f => f.Value.Content)]))[..16];

    /// <param name="path">Path below Screen/Pages with forward slashes.</param>
    internal static ScreenAsset? Find(string path) => Files.GetValueOrDefault(path);

    internal static byte[]? Read(string path) => Find(path)?.Content;

    private static FrozenDictionary<string, ScreenAsset> LoadAll()
    {
        Assembly assembly = typeof(ScreenAssets).Assembly;
        var files = new Dictionary<string, ScreenAsset>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            files[name[Prefix.Length..]] = new ScreenAsset(content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json; charset=utf-8",
        _ => "application/octet-stream",
    };
}
