using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>Makes the body of a trust list from a folder of certificates, public keys and key sets.</summary>
internal static class TrustListFolder
{
    /// <param name="folder">Read with its subfolders.</param>
    /// <exception cref="InvalidDataException">A file cannot be read as keys; every one must, or the district would sign less than it thinks.</exception>
    public static byte[] Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"There is no folder {folder}.");
        }

        List<TrustedKey> keys = [];
        List<JsonObject> sets = [];
        foreach (TrustFile file in TrustFolder.ReadAll(folder, new LibcryptoAlgorithms()))
        {
            if (file.Faults.Count > 0)
            {
                throw new InvalidDataException(file.Faults[0]);
            }

            if (file.KeySet.Length > 0)
            {
                sets.Add(JsonNode.Parse(file.KeySet.Span)!.AsObject());
            }
            else
            {
                keys.AddRange(file.Keys);
            }
        }

        return keys.Count + sets.Count > 0
            ? TrustListBody.Write(keys, sets)
            : throw new InvalidDataException($"{folder} holds no file; put the issuers' public keys there.");
    }
}
