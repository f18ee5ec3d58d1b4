using System.Diagnostics.CodeAnalysis;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>A private key from a file.</summary>
internal static class SignerFile
{
    public static bool TryRead(string file, [NotNullWhen(true)] out ISigner? signer, out string fault)
    {
        signer = null;
        fault = "";
        try
        {
            string pem = File.ReadAllText(file);
            if (PassSigners.TryRead(pem, out IPassSigner? read))
            {
                signer = read;
                return true;
            }

            fault = $"{file} holds no private key that can issue passes; 'checkpointctl pass keygen' makes one.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"{file} cannot be read: {e.Message}";
        }

        return false;
    }
}
