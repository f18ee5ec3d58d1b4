using EdgeCheckpoint.Simulation.Broker;

namespace EdgeCheckpoint.Simulation.Tests.Broker;

public sealed class PacketFramerTests
{
    private static byte[] Packet(int bodyBytes)
    {
        List<byte> packet = [0x30];
        int left = bodyBytes;
        do
        {
            packet.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
            left >>= 7;
        }
        while (left > 0);
        return [.. packet, .. Enumerable.Range(0, bodyBytes).Select(static i => (byte)i)];
    }

    [Fact]
    public void Packets_come_out_whole_however_the_stream_was_cut()
    {
        const int seed = 5;
        var random = new Random(seed);
        byte[][] packets = [.. new[] { 0, 1, 127, 128, 300, 16_383, 16_384, 200_000, 2 }.Select(Packet)];
        byte[] stream = [.. packets.SelectMany(static p => p)];
        for (int round = 0; round < 20; round++)
        {
            var framer = new PacketFramer();
            List<byte[]> found = [];
            for (int at = 0; at < stream.Length;)
            {
                int size = Math.Min(random.Next(1, round < 10 ? 3000 : 100_000), stream.Length - at);
                found.AddRange(framer.Add(stream.AsMemory(at, size)));
                at += size;
            }

            Assert.Equal(packets, found);
        }
    }

    [Fact]
    public void A_length_that_never_ends_is_passed_on_as_it_is()
    {
        byte[] nonsense = [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 7];
        Assert.Equal([nonsense], new PacketFramer().Add(nonsense));
    }
}
