using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>Keys from a folder of PEM certificates, PEM public keys, DER certificates and JSON Web Key Sets.</summary>
public static class TrustFolder
{
    private const int MaxFiles = 20_000;

    /// <param name="path">A folder, read with its subfolders in the order of names, or one file.</param>
    /// <returns>All keys that could be read, and what could not; a path that does not exist is a fault. No key where a revocation list may be among the faults.</returns>
    public static TrustFile Read(string path, ISignatureAlgorithms algorithms)
    {
        List<TrustedKey> keys = [];
        List<string> faults = [];
        List<CardRevocationList> revocations = [];
        bool lacksRevocations = false;
        foreach (string file in Files(path, faults).Take(MaxFiles))
        {
            TrustFile read = ReadFile(file, algorithms);
            keys.AddRange(read.Keys);
            faults.AddRange(read.Faults);
            revocations.AddRange(read.CardRevocations);
            lacksRevocations |= read.LacksRevocations;
        }

        return new TrustFile(lacksRevocations ? [] : keys, faults) { CardRevocations = revocations, LacksRevocations = lacksRevocations };
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
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
    }

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
