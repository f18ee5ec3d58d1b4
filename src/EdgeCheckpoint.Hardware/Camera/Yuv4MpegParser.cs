using System.Buffers.Text;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>YUV4MPEG2, as ffmpeg and mjpegtools write it: the marker before each picture shows at once when the stream is out of step.</summary>
internal sealed class Yuv4MpegParser(IPictureSink sink, int longestSide) : PictureParser(sink)
{
    /// <summary>Longest header line accepted, bytes; real ones have 40 to 90.</summary>
    private const int LongestLine = 256;

    private readonly byte[] _line = new byte[LongestLine];
    private int _lineLength;
    private RawParser? _planes;
    private bool _inPicture;

    private static ReadOnlySpan<byte> StreamMark => "YUV4MPEG2 "u8;

    private static ReadOnlySpan<byte> PictureMark => "FRAME"u8;

    internal override bool BetweenPictures => !_inPicture && _lineLength == 0;

    internal override StreamFault Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_inPicture)
            {
                int count = (int)Math.Min(bytes.Length, _planes!.Remaining);
                _planes.Take(bytes[..count]);
                _inPicture = !_planes.BetweenPictures;
                bytes = bytes[count..];
                continue;
            }

            byte next = bytes[0];
            bytes = bytes[1..];
            if (next != (byte)'\n')
            {
                if (_lineLength == LongestLine)
                {
                    return StreamFault.NotTheFormat;
                }

                _line[_lineLength++] = next;
                continue;
            }

            StreamFault fault = TakeLine(_line.AsSpan(0, _lineLength));
            _lineLength = 0;
            if (fault != StreamFault.None)
            {
                return fault;
            }
        }

        return StreamFault.None;
    }

    private StreamFault TakeLine(ReadOnlySpan<byte> line)
    {
        if (_planes is not null)
        {
            _inPicture = line.StartsWith(PictureMark);
            return _inPicture ? StreamFault.None : StreamFault.NotTheFormat;
        }

        return line.StartsWith(StreamMark) ? TakeHeader(line[StreamMark.Length..]) : StreamFault.NotTheFormat;
    }

    private StreamFault TakeHeader(ReadOnlySpan<byte> header)
    {
        int width = 0;
        int height = 0;
        bool chroma = true;
        foreach (Range part in header.Split((byte)' '))
        {
            ReadOnlySpan<byte> field = header[part];
            if (field.IsEmpty)
            {
                continue;
            }

            ReadOnlySpan<byte> value = field[1..];
            switch (field[0])
            {
                case (byte)'W' when !Number(value, out width):
                case (byte)'H' when !Number(value, out height):
                case (byte)'C' when !EightBitLuma(value, out chroma):
                    return StreamFault.NotTheFormat;
                default:
                    break;
            }
        }

        if (width <= 0 || height <= 0)
        {
            return StreamFault.NotTheFormat;
        }

        if (width > longestSide || height > longestSide)
        {
            return StreamFault.TooLarge;
        }

        _planes = new RawParser(Sink, width, height, stride: 0, chroma);
        return StreamFault.None;
    }

    private static bool Number(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;

    /// <summary>4:2:0 in all its spellings except the deeper ones (<c>420p10</c>), and <c>mono</c>.</summary>
    private static bool EightBitLuma(ReadOnlySpan<byte> colour, out bool chroma)
    {
        chroma = !colour.SequenceEqual("mono"u8);
        return !chroma || colour.SequenceEqual("420"u8) || colour.SequenceEqual("420jpeg"u8)
            || colour.SequenceEqual("420mpeg2"u8) || colour.SequenceEqual("420paldv"u8);
    }
}
