using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Contract.Commands;

/// <summary>A command as it crosses the wire.</summary>
/// <param name="Key">Id of the key that signed it.</param>
/// <param name="Body">The <see cref="Command"/> as JSON, in base64url.</param>
/// <param name="Signature">ES256 (ECDSA over P-256 with SHA-256, 64 bytes r and s) over <c>ecp-command-v1.</c> and the body's text, in base64url.</param>
public sealed record SignedCommand(string Key, string Body, string Signature)
{
    private const string Domain = "ecp-command-v1.";

    /// <param name="key">P-256.</param>
    public static SignedCommand Sign(Command command, string keyId, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string body = Base64Url.EncodeToString(KioskJson.Encode(command));
        return new SignedCommand(keyId, body, Base64Url.EncodeToString(key.SignData(Signed(body), HashAlgorithmName.SHA256)));
    }

    /// <param name="key">P-256.</param>
    public bool IsSignedBy(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryDecode(Signature, out byte[] signature) && key.VerifyData(Signed(Body), signature, HashAlgorithmName.SHA256);
    }

    /// <summary>The command inside; null when it is not readable. Check the signature first.</summary>
    public Command? Open() => TryDecode(Body, out byte[] json) ? KioskJson.DecodeCommand(json) : null;

    private static byte[] Signed(string body) => Encoding.UTF8.GetBytes(Domain + body);

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return bytes.Length > 0;
    }
}
