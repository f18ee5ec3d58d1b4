namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>What a camera process writes to its standard output.</summary>
public enum PictureFormat
{
    /// <summary>YUV4MPEG2: a header with the size, then a marker before each picture. Luma is used; <c>mono</c> and 4:2:0 are read.</summary>
    Yuv4Mpeg,

    /// <summary>JPEG pictures one after another; luma is decoded by libturbojpeg.</summary>
    MotionJpeg,

    /// <summary>Bare 8-bit luminance of the configured size. Nothing in the stream marks where a picture begins.</summary>
    RawGray,

    /// <summary>Bare planar 4:2:0 of the configured size and stride; the luma plane is used. Nothing marks where a picture begins.</summary>
    RawYuv420,
}
