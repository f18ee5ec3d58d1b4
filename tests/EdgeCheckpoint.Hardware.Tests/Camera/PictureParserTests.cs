using System.Text;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class PictureParserTests
{
    private const int Width = 6;
    private const int Height = 4;

    [Theory]
    [InlineData("C420jpeg", 12)]
    [InlineData("Cmono", 0)]
    [InlineData("", 12)]
    public void Yuv4mpeg_gives_the_same_pictures_however_the_bytes_are_cut(string colour, int chroma)
    {
        byte[][] pictures = [Picture(1), Picture(2), Picture(3)];
        byte[] stream =
        [
            .. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F15:1 Ip A0:0 {colour}\n"),
            .. pictures.SelectMany(picture => (byte[])[.. "FRAME Xnote\n"u8, .. picture, .. new byte[chroma]]),
        ];
        CutEveryWay(stream, pictures, static sink => new Yuv4MpegParser(sink, 4096));
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void Raw_planes_lose_their_padding_and_chroma_however_the_bytes_are_cut(int stride, bool chroma)
    {
        byte[][] pictures = [Picture(1), Picture(2), Picture(3)];
        byte[] stream = [.. pictures.SelectMany(picture => Padded(picture, stride).Concat(new byte[chroma ? 2 * (stride / 2) * (Height / 2) : 0]))];
        CutEveryWay(stream, pictures, sink => new RawParser(sink, Width, Height, stride, chroma));
    }

    [Fact]
    public void Yuv4mpeg_out_of_step_is_a_fault_at_the_next_mark()
    {
        CollectingSink sink = new();
        using Yuv4MpegParser parser = new(sink, 4096);
        byte[] shifted = [.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} Cmono\nFRAME\n"), .. Picture(1)[..^3], .. "FRAME\n"u8, .. Picture(2), .. Picture(3)];
        Assert.Equal(StreamFault.NotTheFormat, parser.Take(shifted));
        Assert.True(sink.Pictures.Count <= 1);
    }

    [Theory]
    [InlineData("YUV4MPEG2 W9999 H4\n", "TooLarge")]
    [InlineData("YUV4MPEG2 W4 H-4\n", "NotTheFormat")]
    [InlineData("YUV4MPEG2 W4 H4 C420p10\n", "NotTheFormat")]
    [InlineData("YUV4MPEG2 W4 H4 C444\n", "NotTheFormat")]
    [InlineData("YUV4MPEG2 W4\n", "NotTheFormat")]
    [InlineData("JUNK\n", "NotTheFormat")]
    public void A_header_that_cannot_be_followed_is_a_fault(string header, string fault)
    {
        CollectingSink sink = new();
        using Yuv4MpegParser parser = new(sink, 4096);
        Assert.Equal(Enum.Parse<StreamFault>(fault), parser.Take(Encoding.ASCII.GetBytes(header)));
    }

    [Fact]
    public void A_header_without_an_end_is_a_fault_and_not_a_growing_buffer()
    {
        using Yuv4MpegParser parser = new(new CollectingSink(), 4096);
        Assert.Equal(StreamFault.NotTheFormat, parser.Take(new byte[100_000]));
    }

    [Fact]
    public void A_stream_that_stops_inside_a_picture_is_known_to()
    {
        using RawParser parser = new(new CollectingSink(), Width, Height, 0, chroma: false);
        Assert.True(parser.BetweenPictures);
        parser.Take(new byte[(Width * Height) + 1]);
        Assert.False(parser.BetweenPictures);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] picture = [.. "FRAME\n"u8, .. new byte[64 * 32]];
        FixedSink sink = new(64 * 32);
        using Yuv4MpegParser parser = new(sink, 4096);
        parser.Take("YUV4MPEG2 W64 H32 Cmono\n"u8);
        parser.Take(picture);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            parser.Take(picture);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101, sink.Published);
    }

    private static void CutEveryWay(byte[] stream, byte[][] pictures, Func<IPictureSink, PictureParser> create)
    {
        for (int size = 1; size <= stream.Length; size++)
        {
            CollectingSink sink = new();
            using PictureParser parser = create(sink);
            foreach (byte[] part in stream.Chunk(size))
            {
                Assert.Equal(StreamFault.None, parser.Take(part));
            }

            Assert.True(parser.BetweenPictures);
            Assert.Equal(pictures.Length, sink.Pictures.Count);
            for (int i = 0; i < pictures.Length; i++)
            {
                Assert.Equal(Width, sink.Pictures[i].Width);
                Assert.Equal(pictures[i], sink.Pictures[i].Pixels);
            }
        }
    }

    private static byte[] Picture(int number) => [.. Enumerable.Range(0, Width * Height).Select(i => (byte)((number * 50) + i))];

    private static IEnumerable<byte> Padded(byte[] picture, int stride) =>
        picture.Chunk(Width).SelectMany(row => row.Concat(Enumerable.Repeat((byte)0xEE, stride - Width)));

    private sealed class FixedSink(int bytes) : IPictureSink
    {
        private readonly byte[] _buffer = new byte[bytes];

        public int Published { get; private set; }

        public Span<byte> Current => _buffer;

        public Span<byte> Begin(int width, int height) => _buffer;

        public void Publish() => Published++;

        public void Skip()
        {
        }
    }
}
