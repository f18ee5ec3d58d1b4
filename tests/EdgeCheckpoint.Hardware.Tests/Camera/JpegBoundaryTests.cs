using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class JpegBoundaryTests
{
    /// <summary>A picture with all that misleads: a whole JPEG inside a segment, stuffed bytes, restart marks, fill bytes, two scans.</summary>
    private static readonly byte[] Picture =
    [
        0xFF, 0xD8,
        0xFF, 0xE1, 0x00, 0x0A, 0xFF, 0xD8, 0xFF, 0xD9, 0x01, 0x02, 0xFF, 0xD9,
        0xFF, 0xFF, 0xC0, 0x00, 0x03, 0x08,
        0xFF, 0xDA, 0x00, 0x03, 0x01, 0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78, 0xFF, 0xFF, 0x00, 0x9A,
        0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD7, 0xBC,
        0xFF, 0xD9,
    ];

    [Fact]
    public void A_picture_ends_where_its_segments_say_however_the_bytes_are_cut()
    {
        byte[] stream = [.. Picture, .. Picture, .. Picture];
        for (int size = 1; size <= stream.Length; size++)
        {
            List<int> lengths = [];
            JpegBoundary boundary = new();
            int length = 0;
            foreach (byte[] part in stream.Chunk(size))
            {
                ReadOnlySpan<byte> rest = part;
                while (!rest.IsEmpty)
                {
                    JpegBoundary.Step step = boundary.Advance(rest, out int count);
                    Assert.NotEqual(JpegBoundary.Step.Broken, step);
                    length += count;
                    rest = rest[count..];
                    if (step == JpegBoundary.Step.End)
                    {
                        lengths.Add(length);
                        length = 0;
                    }
                }
            }

            Assert.Equal([Picture.Length, Picture.Length, Picture.Length], lengths);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0x00 })]
    public void What_begins_no_picture_is_padding(byte[] bytes) =>
        Assert.Equal(JpegBoundary.Step.Padding, new JpegBoundary().Advance(bytes, out _));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0x12 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD8 })]
    public void What_is_no_jpeg_is_seen_at_once(byte[] bytes) =>
        Assert.Equal(JpegBoundary.Step.Broken, new JpegBoundary().Advance(bytes, out _));

    [Fact]
    public void Any_bytes_are_survived()
    {
        const int Seed = 20261121;
        Random random = new(Seed);
        byte[] bytes = new byte[4096];
        for (int round = 0; round < 2000; round++)
        {
            random.NextBytes(bytes);
            Picture.CopyTo(bytes, random.Next(64));
            for (int i = 0; i < 200; i++)
            {
                bytes[random.Next(bytes.Length)] = 0xFF;
            }

            JpegBoundary boundary = new();
            ReadOnlySpan<byte> rest = bytes;
            while (!rest.IsEmpty)
            {
                JpegBoundary.Step step = boundary.Advance(rest, out int count);
                Assert.True(count > 0 && count <= rest.Length, $"seed {Seed}, round {round}: {count} of {rest.Length}");
                rest = step == JpegBoundary.Step.Broken ? [] : rest[count..];
            }
        }
    }
}
