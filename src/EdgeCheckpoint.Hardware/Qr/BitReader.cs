namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Reads bits from the highest of the first byte on. Reading past the end gives zeros; <see cref="Left"/> tells.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes, int bits)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Left => bits - _at;

    public int Read(int count)
    {
        int value = 0;
        for (; count > 0; count--, _at++)
        {
            value = (value << 1) | (_at < bits ? (_bytes[_at / 8] >> (7 - (_at % 8))) & 1 : 0);
        }

        return value;
    }
}
