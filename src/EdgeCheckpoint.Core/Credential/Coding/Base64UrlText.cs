using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>base64url without padding, RFC 7515 section 2. Strict: padding, white space and foreign characters are refused.</summary>
internal static class Base64UrlText
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.IndexOfAny('=', ' ', '\n') >= 0 || text.IndexOfAny('\r', '\t') >= 0)
        {
            return false;
        }

        byte[] buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out int written) != OperationStatus.Done)
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
