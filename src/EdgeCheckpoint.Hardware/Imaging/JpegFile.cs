using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Imaging;

/// <summary>Reads JPEG files as luminance.</summary>
internal static class JpegFile
{
    /// <exception cref="InvalidDataException">Not a JPEG picture that has luminance, or too large. A damaged one gives what is left of it.</exception>
    public static GrayPicture Read(ReadOnlySpan<byte> file)
    {
        using var decoder = new JpegDecoder();
        JpegFault fault = decoder.ReadSize(file, out int width, out int height);
        if (fault == JpegFault.None)
        {
            var picture = new GrayPicture(width, height);
            fault = decoder.Decode(file, picture.Pixels, width, height, width);
            if (fault is JpegFault.None or JpegFault.Damaged)
            {
                return picture;
            }
        }

        throw new InvalidDataException(fault == JpegFault.TooLarge
            ? $"The JPEG picture is larger than {JpegDecoder.MaximumSide} pixels on a side."
            : "The JPEG picture cannot be decoded.");
    }
}
