namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>Cuts one direction of an MQTT connection into packets, however the network cut it before.</summary>
internal sealed class PacketFramer
{
    private const int LongestLength = 4;

    private readonly List<byte> _pending = [];

    /// <summary>Adds what arrived and gives every packet that is now whole, header included.</summary>
    internal IEnumerable<byte[]> Add(ReadOnlyMemory<byte> arrived)
    {
        _pending.AddRange(arrived.Span);
        while (TryLength(out int length) && _pending.Count >= length)
        {
            byte[] packet = _pending.GetRange(0, length).ToArray();
            _pending.RemoveRange(0, length);
            yield return packet;
        }
    }

    /// <summary>Whole length of the packet at the front: type, length (1 to 4 bytes of 7 bits, lowest first), rest.</summary>
    private bool TryLength(out int length)
    {
        length = 0;
        int value = 0;
        for (int i = 1; i <= LongestLength && i < _pending.Count; i++)
        {
            value |= (_pending[i] & 0x7F) << (7 * (i - 1));
            if ((_pending[i] & 0x80) == 0)
            {
                length = 1 + i + value;
                return true;
            }
        }

        // A length that never ends cannot come from a working peer: pass on what is there.
        length = _pending.Count;
        return _pending.Count > LongestLength;
    }
}
