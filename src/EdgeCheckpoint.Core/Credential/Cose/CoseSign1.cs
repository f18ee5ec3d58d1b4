using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>A message with one signature, RFC 9052 section 4.2, as codes use it: payload inside, no external data.</summary>
internal sealed class CoseSign1
{
    private const ulong Sign1Tag = 18;
    private const ulong CwtTag = 61;
    private const int MaxKeyIdBytes = 64;

    private CoseSign1(CoseHeaders headers, ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signature)
    {
        Headers = headers;
        ProtectedBytes = protectedBytes;
        Payload = payload;
        Signature = signature;
    }

    public CoseHeaders Headers { get; }

    public ReadOnlyMemory<byte> ProtectedBytes { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Takes a message apart; the parts are windows into <paramref name="message"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> message, [NotNullWhen(true)] out CoseSign1? sign1)
    {
        sign1 = null;
        try
        {
            CborReader reader = new(message, CborConformanceMode.Strict);
            SkipTags(reader);
            if (reader.ReadStartArray() is not 4)
            {
                return false;
            }

            ReadOnlyMemory<byte> protectedBytes = reader.ReadDefiniteLengthByteString();
            CoseHeaders headers = default;
            if (!protectedBytes.IsEmpty)
            {
                CborReader inner = new(protectedBytes, CborConformanceMode.Strict);
                if (!CoseHeaders.TryRead(inner, isProtected: true, ref headers) || inner.BytesRemaining > 0)
                {
                    return false;
                }
            }

            bool read = CoseHeaders.TryRead(reader, isProtected: false, ref headers) && reader.PeekState() == CborReaderState.ByteString;
            if (!read || headers.KeyId.Length > MaxKeyIdBytes)
            {
                return false;
            }

            ReadOnlyMemory<byte> payload = reader.ReadDefiniteLengthByteString();
            ReadOnlyMemory<byte> signature = reader.ReadDefiniteLengthByteString();
            reader.ReadEndArray();
            sign1 = new CoseSign1(headers, protectedBytes, payload, signature);
            return reader.BytesRemaining == 0;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Signs a payload, with algorithm and key id in the protected header.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> payload, ISigner signer)
    {
        CborWriter header = new(CborConformanceMode.Canonical);
        header.WriteStartMap(2);
        header.WriteInt32(1);
        header.WriteInt32(CoseAlgorithms.NumberOf(signer.Algorithm));
        header.WriteInt32(4);
        header.WriteByteString(signer.KeyId.Span);
        header.WriteEndMap();
        byte[] protectedBytes = header.Encode();

        CborWriter message = new(CborConformanceMode.Canonical);
        message.WriteTag((CborTag)Sign1Tag);
        message.WriteStartArray(4);
        message.WriteByteString(protectedBytes);
        message.WriteStartMap(0);
        message.WriteEndMap();
        message.WriteByteString(payload);
        message.WriteByteString(signer.Sign(SignedBytes(protectedBytes, payload)));
        message.WriteEndArray();
        return message.Encode();
    }

    /// <summary>The bytes that are signed: Sig_structure of RFC 9052 section 4.4.</summary>
    public byte[] SignedBytes() => SignedBytes(ProtectedBytes.Span, Payload.Span);

    private static byte[] SignedBytes(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> payload)
    {
        CborWriter writer = new(CborConformanceMode.Canonical, initialCapacity: protectedBytes.Length + payload.Length + 32);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedBytes);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void SkipTags(CborReader reader)
    {
        if (reader.PeekState() == CborReaderState.Tag && (ulong)reader.PeekTag() == CwtTag)
        {
            reader.ReadTag();
        }

        if (reader.PeekState() == CborReaderState.Tag && (ulong)reader.PeekTag() == Sign1Tag)
        {
            reader.ReadTag();
        }
    }
}
