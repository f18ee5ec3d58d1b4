using System.Formats.Cbor;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>What a hostile document may cost. The framework's reader bounds lengths by the bytes that are there; nesting is bounded here.</summary>
internal static class CborLimits
{
    public const int MaxDepth = 16;

    /// <summary>Skips one value of any shape, without recursion.</summary>
    /// <exception cref="CborContentException">It is malformed or nests deeper than <see cref="MaxDepth"/>.</exception>
    public static void Skip(CborReader reader)
    {
        int outer = reader.CurrentDepth;
        while (true)
        {
            switch (reader.PeekState())
            {
                case CborReaderState.Tag:
                    reader.ReadTag();
                    continue;
                case CborReaderState.StartArray:
                    reader.ReadStartArray();
                    break;
                case CborReaderState.StartMap:
                    reader.ReadStartMap();
                    break;
                case CborReaderState.EndArray:
                    reader.ReadEndArray();
                    break;
                case CborReaderState.EndMap:
                    reader.ReadEndMap();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }

            CheckDepth(reader);
            if (reader.CurrentDepth <= outer)
            {
                return;
            }
        }
    }

    /// <summary>To be asked after every start of an array or a map, an empty one too.</summary>
    public static void CheckDepth(CborReader reader)
    {
        if (reader.CurrentDepth > MaxDepth)
        {
            throw new CborContentException($"Nested deeper than {MaxDepth}.");
        }
    }
}
