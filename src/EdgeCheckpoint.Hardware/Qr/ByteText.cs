using System.Text;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Bytes of byte segments that belong together, until their character set can be told.</summary>
internal struct ByteText()
{
    private readonly List<byte> _bytes = [];

    /// <summary>ECI assignment number; -1 where the code names none.</summary>
    public int Charset { get; set; } = -1;

    public readonly void Append(ref BitReader bits, int count)
    {
        for (; count > 0; count--)
        {
            _bytes.Add((byte)bits.Read(8));
        }
    }

    /// <summary>Appends what was gathered. False when it is no text.</summary>
    public readonly bool Flush(StringBuilder text)
    {
        if (_bytes.Count == 0)
        {
            return true;
        }

        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
        string? decoded = Charset < 0 ? Charsets.Guess(bytes) : Charsets.OfEci(Charset) is { } named ? Charsets.Decode(named, bytes) : null;
        _bytes.Clear();
        text.Append(decoded);
        return decoded is not null;
    }
}
