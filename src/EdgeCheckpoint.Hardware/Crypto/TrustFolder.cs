using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>Keys from a folder of PEM certificates, PEM public keys, DER certificates and JSON Web Key Sets.</summary>
public static class TrustFolder
{
    private const int MaxFiles = 20_000;

    /// <param name="path">A folder, read with its subfolders in the order of names, or one file.</param>
    /// <returns>All keys that could be read, and what could not; a path that does not exist is a fault. No key where a revocation list may be among the faults.</returns>
    public static TrustFile Read(string path, ISignatureAlgorithms algorithms) =>
        File.Exists(path) ? ReadFile(path, algorithms)
        : Directory.Exists(path) ? TrustFile.Of([.. Files(path).Where(IsOfKeys).Take(MaxFiles).Select(file => ReadFile(file, algorithms))])
        : new TrustFile([], [$"{path} does not exist."]);

    /// <summary>The same files one by one; a file that <see cref="Read"/> passes over for its ending is a fault here.</summary>
    /// <param name="folder">A folder that exists.</param>
    public static IEnumerable<TrustFile> ReadAll(string folder, ISignatureAlgorithms algorithms) => Files(folder).Select(file => IsOfKeys(file)
        ? ReadFile(file, algorithms)
        : new TrustFile([], [$"{file} does not end in {string.Join(", ", Endings)}, so it is not read as keys; rename it, or take it away."]));

    private static readonly string[] Endings = [".pem", ".crt", ".cer", ".der", ".pub", ".json", ".jwks"];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static bool IsOfKeys(string file) => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static TrustFile ReadFile(string file, ISignatureAlgorithms algorithms)
    {
        try
        {
            return new FileInfo(file).Length > TrustFile.MaxBytes
                ? TrustFile.Unread($"{file} is larger than {TrustFile.MaxBytes} bytes.")
                : TrustFile.Read(file, File.ReadAllBytes(file), algorithms);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TrustFile.Unread($"{file} cannot be read: {e.Message}");
        }
    }
}
