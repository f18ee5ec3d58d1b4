using System.Formats.Cbor;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>The two headers that matter here; of two key identifiers the protected one wins.</summary>
internal struct CoseHeaders
{
    private const int AlgorithmLabel = 1;
    private const int CriticalLabel = 2;
    private const int KeyIdLabel = 4;

    /// <summary>Null when absent, not protected, or not one of ours.</summary>
    public SignatureAlgorithm? Algorithm { get; private set; }

    /// <summary>Empty when absent.</summary>
    public ReadOnlyMemory<byte> KeyId { get; private set; }

    private bool _keyIdSeen;

    /// <summary>Reads one map; call it for the protected map first. False for a critical header, which nobody here understands.</summary>
    /// <param name="isProtected">An algorithm counts only where the signature covers it, RFC 9052 section 3.1.</param>
    public static bool TryRead(CborReader reader, bool isProtected, ref CoseHeaders headers)
    {
        CborLabels labels = new();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
            {
                CborLimits.Skip(reader);
                CborLimits.Skip(reader);
                continue;
            }

            switch (labels.Read(reader))
            {
                case AlgorithmLabel when isProtected:
                    headers.Algorithm = ReadAlgorithm(reader);
                    break;
                case KeyIdLabel when !headers._keyIdSeen:
                    headers._keyIdSeen = true;
                    headers.KeyId = reader.ReadDefiniteLengthByteString();
                    break;
                case CriticalLabel:
                    return false;
                default:
                    CborLimits.Skip(reader);
                    break;
            }
        }

        reader.ReadEndMap();
        return true;
    }

    private static SignatureAlgorithm? ReadAlgorithm(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
        {
            return CoseAlgorithms.FromNumber(reader.ReadInt64());
        }

        CborLimits.Skip(reader);
        return null;
    }
}
