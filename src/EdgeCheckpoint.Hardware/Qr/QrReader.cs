using System.Text;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Reads codes through checkpoint_vision. Not thread-safe.</summary>
/// <remarks>A picture of more than 4,096 pixels a side is read at half its size, or a quarter; corners are those of the picture as given.</remarks>
public sealed class QrReader : IQrDecoder
{
    /// <summary>Data of sixty-four of the largest codes never comes together; this holds twenty.</summary>
    private const int ContentCapacity = 20 * 3 * 4296;

    private readonly VisionReaderHandle _handle = VisionReaderHandle.Create();
    private readonly VisionRequest _request;
    private readonly VisionCode[] _codes = new VisionCode[VisionNative.MaximumCodes];
    private readonly byte[] _content = new byte[ContentCapacity];
    private int _scale = 1;

    /// <exception cref="DllNotFoundException">The native library is absent; the message says what to do.</exception>
    public QrReader(QrReaderOptions? options = null) => _request = (options ?? new QrReaderOptions()).ToRequest();

    /// <inheritdoc/>
    public unsafe IReadOnlyList<DecodedCode> Decode(GrayImage image)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Width, 1, nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Height, 1, nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Stride, image.Width, nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Pixels.Length, ((image.Height - 1) * (long)image.Stride) + image.Width, nameof(image));
        for (_scale = 1; image.Width > VisionNative.MaximumSide || image.Height > VisionNative.MaximumSide; _scale *= 2)
        {
            image = GrayPicture.Halve(image).Image;
        }

        int count;
        fixed (byte* pixels = image.Pixels)
        fixed (VisionCode* codes = _codes)
        fixed (byte* content = _content)
        {
            count = VisionNative.ReaderRead(
                _handle, pixels, image.Pixels.Length, image.Width, image.Height, image.Stride,
                in _request, codes, _codes.Length, content, _content.Length);
        }

        if (count < 0)
        {
            throw new InvalidOperationException($"{VisionNative.Library} refused a picture of {image.Width} x {image.Height}: error {count}.");
        }

        return count == 0 ? [] : Texts(count);
    }

    /// <inheritdoc/>
    public UnreadCode? Unread => VisionNative.ReaderUnread(_handle, out VisionUnread unread) == 1
        ? new UnreadCode(ToCorners(unread.Corners), _scale * unread.Module, unread.Sharpness, unread.Glare, unread.Light, unread.Dark)
        : null;

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private List<DecodedCode> Texts(int count)
    {
        var found = new List<DecodedCode>(count);
        foreach (ref readonly VisionCode code in _codes.AsSpan(0, count))
        {
            ReadOnlySpan<byte> content = _content.AsSpan(code.Offset, code.Length);
            string text = code.Form == VisionNative.FormText ? Encoding.UTF8.GetString(content) : QrContent.Decode(code.Version, content);
            found.Add(new DecodedCode(text, ToCorners(code.Corners))
            {
                Version = code.Version,
                Level = code.Level is >= 0 and < 4 ? "LMQH".Substring(code.Level, 1) : "",
                Repaired = code.Repaired,
                Pictures = code.Frames,
                Attempt = QrAttempts.Name(code.Attempt),
            });
        }

        return found;
    }

    private CodeCorners ToCorners(in VisionCorners corners) => new(
        new ImagePoint(_scale * corners[0], _scale * corners[1]),
        new ImagePoint(_scale * corners[2], _scale * corners[3]),
        new ImagePoint(_scale * corners[4], _scale * corners[5]),
        new ImagePoint(_scale * corners[6], _scale * corners[7]));
}
