using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>Keys from a folder of PEM certificates, PEM public keys, DER certificates and JSON Web Key Sets.</summary>
public static class TrustFolder
{
    private const int MaxFiles = 20_000;

    /// <param name="path">A folder, read with its subfolders in the order of names, or one file.</param>
    /// <returns>All keys that could be read, and what could not; a path that does not exist is a fault.</returns>
    public static TrustFile Read(string path, ISignatureAlgorithms algorithms)
    {
        List<TrustedKey> keys = [];
        List<string> faults = [];
        List<CardRevocationList> revocations = [];
        foreach (string file in Files(path, faults).Take(MaxFiles))
        {
            TrustFile read = ReadFile(file, algorithms);
            keys.AddRange(read.Keys);
            faults.AddRange(read.Faults);
            revocations.AddRange(read.CardRevocations);
        }

        return new TrustFile(keys, faults) { CardRevocations = revocations };
    }

    private static IEnumerable<string> Files(string path, List<string> faults)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            faults.Add($"{path} does not exist.");
            return [];
        }

        string[] endings = [".pem", ".crt", ".cer", ".der", ".pub", ".json", ".jwks"];
        try
        {
            return [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path} cannot be read: {e.Message}");
            return [];
        }
    }

    private static TrustFile ReadFile(string file, ISignatureAlgorithms algorithms)
    {
        try
        {
            return new FileInfo(file).Length > TrustFile.MaxBytes
                ? new TrustFile([], [$"{file} is larger than {TrustFile.MaxBytes} bytes."])
                : TrustFile.Read(file, File.ReadAllBytes(file), algorithms);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TrustFile([], [$"{file} cannot be read: {e.Message}"]);
        }
    }
}
