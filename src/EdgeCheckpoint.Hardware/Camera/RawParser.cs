namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Bare planes of a known size: luma rows are copied, padding and chroma are stepped over.</summary>
internal sealed class RawParser : PictureParser
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _stride;
    private readonly long _lumaBytes;
    private readonly long _pictureBytes;
    private long _position;

    internal RawParser(IPictureSink sink, int width, int height, int stride, bool chroma)
        : base(sink)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _width = width;
        _height = height;
        _stride = stride == 0 ? width : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(_stride, width, nameof(stride));
        _lumaBytes = (long)_stride * height;
        _pictureBytes = _lumaBytes + (chroma ? 2L * ((_stride + 1) / 2) * ((height + 1) / 2) : 0);
    }

    internal override bool BetweenPictures => _position == 0;

    /// <summary>Bytes to the end of this picture.</summary>
    internal long Remaining => _pictureBytes - _position;

    internal override StreamFault Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int taken = TakeWithinPicture(bytes);
            bytes = bytes[taken..];
            _position += taken;
            if (_position == _pictureBytes)
            {
                _position = 0;
                Sink.Publish();
            }
        }

        return StreamFault.None;
    }

    private int TakeWithinPicture(ReadOnlySpan<byte> bytes)
    {
        if (_position >= _lumaBytes)
        {
            return (int)Math.Min(bytes.Length, _pictureBytes - _position);
        }

        Span<byte> picture = _position == 0 ? Sink.Begin(_width, _height) : Sink.Current;
        if (_stride == _width)
        {
            int count = (int)Math.Min(bytes.Length, _lumaBytes - _position);
            bytes[..count].CopyTo(picture[(int)_position..]);
            return count;
        }

        (long row, long column) = Math.DivRem(_position, _stride);
        int inRow = (int)Math.Min(bytes.Length, _stride - column);
        int visible = (int)Math.Clamp(_width - column, 0, inRow);
        if (visible > 0)
        {
            bytes[..visible].CopyTo(picture[(int)((row * _width) + column)..]);
        }

        return inRow;
    }
}
