using System.CommandLine;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>The district's own public keys, as every verb that proves documents takes them.</summary>
internal static class RootKeys
{
    public static Option<string> Option() => new("--roots")
    {
        Description = "The district's public keys: a PEM file, or a folder of them.",
        Required = true,
    };

    /// <returns>Null after having said why there is none.</returns>
    public static TrustedKeySet? Read(string path)
    {
        TrustFile read = TrustFolder.Read(path, new LibcryptoAlgorithms());
        foreach (string fault in read.Faults)
        {
            Output.Error(fault, ExitCode.NoInput);
        }

        if (read.Keys.Count > 0)
        {
            return new TrustedKeySet(read.Keys);
        }

        Output.Error($"{path} holds no public key; give the file that 'pass keygen' called public.", ExitCode.NoInput);
        return null;
    }
}
