namespace EdgeCheckpoint.Simulation.Disk;

/// <summary>Bytes that grow and shrink like a file's.</summary>
internal sealed class ByteFile
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ref byte this[int offset] => ref _bytes[offset];

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        _bytes.AsSpan((int)Math.Min(offset, Length), count).CopyTo(buffer);
        buffer[count..].Clear();
        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset + bytes.Length > Length)
        {
            Resize((int)offset + bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan((int)offset));
    }

    public void Resize(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
        }

        if (length < Length)
        {
            _bytes.AsSpan(length, Length - length).Clear();
        }

        Length = length;
    }

    public void CopyFrom(ByteFile other)
    {
        Resize(0);
        Write(0, other._bytes.AsSpan(0, other.Length));
    }
}
