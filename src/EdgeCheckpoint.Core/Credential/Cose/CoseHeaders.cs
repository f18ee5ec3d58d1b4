using System.Formats.Cbor;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>The two headers that matter here; where protected and unprotected differ, the protected one wins.</summary>
internal struct CoseHeaders
{
    private const int AlgorithmLabel = 1;
    private const int CriticalLabel = 2;
    private const int KeyIdLabel = 4;

    /// <summary>Null when absent or not one of ours.</summary>
    public SignatureAlgorithm? Algorithm { get; private set; }

    /// <summary>Empty when absent.</summary>
    public ReadOnlyMemory<byte> KeyId { get; private set; }

    private bool _algorithmSeen;
    private bool _keyIdSeen;

    /// <summary>Reads one map; call it for the protected map first. False for a critical header, which nobody here understands.</summary>
    public static bool TryRead(CborReader reader, ref CoseHeaders headers)
    {
        CoseHeaders before = headers;
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
            {
                CborLimits.Skip(reader);
                CborLimits.Skip(reader);
                continue;
            }

            switch (reader.ReadInt64())
            {
                case AlgorithmLabel when !before._algorithmSeen:
                    headers._algorithmSeen = true;
                    headers.Algorithm = ReadAlgorithm(reader);
                    break;
                case KeyIdLabel when !before._keyIdSeen:
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
