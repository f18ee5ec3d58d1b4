namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Cuts a stream of bytes into pictures. One run of one process; after a fault it is spent.</summary>
internal abstract class PictureParser(IPictureSink sink) : IDisposable
{
    /// <summary>Whether the stream may end here: no picture has begun.</summary>
    internal abstract bool BetweenPictures { get; }

    protected IPictureSink Sink { get; } = sink;

    /// <summary>Takes bytes as they come, however they are cut, and gives every whole picture to the sink.</summary>
    internal abstract StreamFault Take(ReadOnlySpan<byte> bytes);

    public virtual void Dispose()
    {
    }

    internal static PictureParser Create(CameraCommand command, CameraLimits limits, IPictureSink sink) => command.Format switch
    {
        PictureFormat.Yuv4Mpeg => new Yuv4MpegParser(sink, limits.LongestSide),
        PictureFormat.MotionJpeg => new MotionJpegParser(sink, limits.LongestSide),
        PictureFormat.RawGray => new RawParser(sink, command.Width, command.Height, command.Stride, chroma: false),
        PictureFormat.RawYuv420 => new RawParser(sink, command.Width, command.Height, command.Stride, chroma: true),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.Format, "no such picture format"),
    };
}

/// <summary>Where a parser puts its pictures.</summary>
internal interface IPictureSink
{
    /// <summary>A buffer of exactly width * height bytes for the next picture; one given before and not published is taken back.</summary>
    Span<byte> Begin(int width, int height);

    /// <summary>The buffer that <see cref="Begin"/> gave last.</summary>
    Span<byte> Current { get; }

    /// <summary>The picture begun last is whole.</summary>
    void Publish();

    /// <summary>A picture was damaged and left out.</summary>
    void Skip();
}
