using System.Text;
using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>What one 1280 x 720 picture costs between the pipe and the reader's buffer, cut as pipes cut: 64 KiB at a time.</summary>
[MemoryDiagnoser]
public class CameraParsing : IDisposable
{
    private const int Width = 1280;
    private const int Height = 720;
    private const int PipeBytes = 64 << 10;

    private readonly NoSink _sink = new();
    private byte[] _marked = [];
    private byte[] _planes = [];
    private PictureParser _yuv4Mpeg = null!;
    private PictureParser _raw = null!;

    [GlobalSetup]
    public void Setup()
    {
        byte[] luma = new byte[Width * Height];
        new Random(7).NextBytes(luma);
        _marked = [.. "FRAME\n"u8, .. luma];
        _planes = [.. luma, .. new byte[luma.Length / 2]];
        _yuv4Mpeg = new Yuv4MpegParser(_sink, 4096);
        _yuv4Mpeg.Take(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} Cmono\n"));
        _raw = new RawParser(_sink, Width, Height, Width, chroma: true);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _marked.AsSpan(6).CopyTo(_sink.Begin(Width, Height));

    [Benchmark]
    public void Yuv4Mpeg() => Feed(_yuv4Mpeg, _marked);

    [Benchmark]
    public void RawYuv420() => Feed(_raw, _planes);

    public void Dispose()
    {
        _yuv4Mpeg?.Dispose();
        _raw?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Feed(PictureParser parser, byte[] stream)
    {
        for (int i = 0; i < stream.Length; i += PipeBytes)
        {
            parser.Take(stream.AsSpan(i, Math.Min(PipeBytes, stream.Length - i)));
        }
    }

    private sealed class NoSink : IPictureSink
    {
        private readonly byte[] _buffer = new byte[Width * Height];

        public Span<byte> Current => _buffer;

        public Span<byte> Begin(int width, int height) => _buffer;

        public void Publish()
        {
        }

        public void Skip()
        {
        }
    }
}
