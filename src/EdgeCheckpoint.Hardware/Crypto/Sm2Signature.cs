using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace EdgeCheckpoint.Hardware.Crypto;

/// <summary>SM2 signatures: 64 bytes in codes, a DER sequence of two numbers in libcrypto.</summary>
internal static class Sm2Signature
{
    private const int HalfBytes = 32;

    public static bool TryToDer(ReadOnlySpan<byte> signature, [NotNullWhen(true)] out byte[]? der)
    {
        der = null;
        if (signature.Length != 2 * HalfBytes)
        {
            return false;
        }

        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteNumber(writer, signature[..HalfBytes]);
            WriteNumber(writer, signature[HalfBytes..]);
        }

        der = writer.Encode();
        return true;
    }

    /// <param name="der">As the library made it.</param>
    public static byte[] FromDer(byte[] der)
    {
        AsnReader reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] signature = new byte[2 * HalfBytes];
        for (int half = 0; half < 2; half++)
        {
            ReadOnlySpan<byte> number = reader.ReadIntegerBytes().Span.TrimStart((byte)0);
            number.CopyTo(signature.AsSpan(((half + 1) * HalfBytes) - number.Length));
        }

        return signature;
    }

    private static void WriteNumber(AsnWriter writer, ReadOnlySpan<byte> half)
    {
        ReadOnlySpan<byte> number = half.TrimStart((byte)0);
        writer.WriteIntegerUnsigned(number.IsEmpty ? [0] : number);
    }
}
