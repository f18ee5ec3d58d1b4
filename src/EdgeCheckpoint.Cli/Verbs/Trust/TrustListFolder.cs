using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>Makes the body of a trust list from a folder of certificates, public keys and key sets.</summary>
internal static class TrustListFolder
{
    /// <exception cref="InvalidDataException">A file cannot be read as keys; every one must, or the district would sign less than it thinks.</exception>
    public static byte[] Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"There is no folder {folder}.");
        }

        List<TrustedKey> keys = [];
        List<JsonObject> sets = [];
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            byte[] content = File.ReadAllBytes(file);
            TrustFile read = TrustFile.Read(file, content, new LibcryptoAlgorithms());
            if (read.Faults.Count > 0)
            {
                throw new InvalidDataException(read.Faults[0]);
            }

            if (content.AsSpan().TrimStart(" \t\r\n\xEF\xBB\xBF"u8).StartsWith("{"u8))
            {
                sets.Add(JsonSerializer.Deserialize<JsonObject>(content)!);
            }
            else
            {
                keys.AddRange(read.Keys);
            }
        }

        return keys.Count + sets.Count > 0
            ? TrustListBody.Write(keys, sets)
            : throw new InvalidDataException($"{folder} holds no file; put the issuers' public keys there.");
    }
}
