namespace EdgeCheckpoint.Simulation.Disk;

/// <summary>One file: what programs see, what is safely on the medium, and the writes between the two.</summary>
internal sealed class SimulatedFile
{
    private const int SectorBytes = 512;
    private readonly List<PendingWrite> _pending = [];
    private readonly ByteFile _content = new();
    private readonly ByteFile _durable = new();

    public int Length => _content.Length;

    /// <summary>Its directory entry is on the medium.</summary>
    public bool IsDurable { get; private set; }

    public int Read(long offset, Span<byte> buffer) => _content.Read(offset, buffer);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        _content.Write(offset, bytes);
        _pending.Add(new PendingWrite(offset, bytes.ToArray()));
    }

    public void Truncate(long length)
    {
        _content.Resize((int)length);
        _pending.Add(new PendingWrite(length, null));
    }

    public void Sync()
    {
        foreach (PendingWrite write in _pending)
        {
            Apply(write, static () => true);
        }

        _pending.Clear();
        IsDurable = true;
    }

    /// <summary>The power is gone: of every write since the last sync all, nothing or any of its sectors reached the medium.</summary>
    /// <returns>False when not even the directory entry did.</returns>
    public bool PowerCut(Random random)
    {
        IsDurable = IsDurable || random.Next(2) == 0;
        foreach (PendingWrite write in _pending)
        {
            switch (random.Next(4))
            {
                case 0:
                    break;
                case 1:
                    Apply(write, () => random.Next(2) == 0);
                    break;
                default:
                    Apply(write, static () => true);
                    break;
            }
        }

        _pending.Clear();
        _content.CopyFrom(_durable);
        return IsDurable;
    }

    /// <summary>Damages a byte on the medium, as a worn card does.</summary>
    public void Flip(int offset, byte mask)
    {
        Sync();
        _content[offset] ^= mask;
        _durable[offset] ^= mask;
    }

    private void Apply(PendingWrite write, Func<bool> reaches)
    {
        if (write.Bytes is null)
        {
            if (reaches())
            {
                _durable.Resize((int)write.Offset);
            }

            return;
        }

        for (int at = 0; at < write.Bytes.Length; at += SectorBytes)
        {
            if (reaches())
            {
                _durable.Write(write.Offset + at, write.Bytes.AsSpan(at, Math.Min(SectorBytes, write.Bytes.Length - at)));
            }
        }
    }

    /// <param name="Bytes">Null for a truncation to <paramref name="Offset"/>.</param>
    private readonly record struct PendingWrite(long Offset, byte[]? Bytes);
}
