using System.Formats.Cbor;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>The numbers that name the members of one map, each of them once. The framework's reader tells a repeated key by its bytes, and a number can be written in several ways.</summary>
internal sealed class CborLabels
{
    private readonly HashSet<long> _seen = [];

    /// <exception cref="CborContentException">The map has that label already.</exception>
    public long Read(CborReader reader)
    {
        long label = reader.ReadInt64();
        return _seen.Add(label) ? label : throw new CborContentException($"Label {label} occurs twice.");
    }
}
