using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Cuts JPEG pictures out of a stream and decodes their luma. A damaged picture is left out, padding between pictures is stepped over.</summary>
internal sealed class MotionJpegParser : PictureParser
{
    /// <summary>Largest picture accepted, bytes; 4096 x 4096 at high quality has about 6 million.</summary>
    private const int LargestPicture = 16 << 20;

    /// <summary>More bytes than these in a row without a picture are something else, bytes.</summary>
    private const int LongestPadding = 64 << 10;

    /// <summary>Every picture begins with it, after its prefix; any number of prefixes may stand before.</summary>
    private const byte StartOfImage = 0xD8;

    private readonly JpegDecoder _decoder = new();
    private readonly JpegBoundary _boundary = new();
    private readonly int _longestSide;
    private byte[] _picture = new byte[128 << 10];
    private int _length;
    private int _padding;
    private (int Width, int Height) _size;

    internal MotionJpegParser(IPictureSink sink, int longestSide)
        : base(sink) => _longestSide = longestSide;

    internal override bool BetweenPictures => _length == 0;

    internal override StreamFault Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            JpegBoundary.Step step = _boundary.Advance(bytes, out int count);
            if (step == JpegBoundary.Step.Broken)
            {
                return StreamFault.NotTheFormat;
            }

            if (step == JpegBoundary.Step.Padding)
            {
                _padding += _length + count;
                _length = 0;
                bytes = bytes[count..];
                if (_padding > LongestPadding)
                {
                    return StreamFault.NotTheFormat;
                }

                continue;
            }

            if (_length + count > LargestPicture)
            {
                return StreamFault.TooLarge;
            }

            Keep(bytes[..count]);
            bytes = bytes[count..];
            StreamFault fault = step == JpegBoundary.Step.End ? Decode() : StreamFault.None;
            if (fault != StreamFault.None)
            {
                return fault;
            }
        }

        return StreamFault.None;
    }

    public override void Dispose()
    {
        _decoder.Dispose();
        base.Dispose();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _picture.Length)
        {
            Array.Resize(ref _picture, Math.Min(LargestPicture, Math.Max(_picture.Length * 2, _length + bytes.Length)));
        }

        bytes.CopyTo(_picture.AsSpan(_length));
        _length += bytes.Length;
    }

    private StreamFault Decode()
    {
        ReadOnlySpan<byte> jpeg = _picture.AsSpan(0, _length);
        jpeg = jpeg[(jpeg.IndexOf(StartOfImage) - 1)..];
        (_length, _padding) = (0, 0);
        JpegFault fault = _decoder.ReadSize(jpeg, out int width, out int height);
        if (fault == JpegFault.TooLarge || width > _longestSide || height > _longestSide)
        {
            return StreamFault.TooLarge;
        }

        if (fault != JpegFault.None)
        {
            Sink.Skip();
            return StreamFault.None;
        }

        if (_size != default && _size != (width, height))
        {
            return StreamFault.SizeChanged;
        }

        _size = (width, height);
        if (_decoder.Decode(jpeg, Sink.Begin(width, height), width, height, width) == JpegFault.None)
        {
            Sink.Publish();
        }
        else
        {
            Sink.Skip();
        }

        return StreamFault.None;
    }
}
