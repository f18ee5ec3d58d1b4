using System.Text;
using EdgeCheckpoint.Hardware.Native.Vision;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Makes QR codes of texts, in the smallest version that holds them.</summary>
public static class QrWriter
{
    /// <exception cref="ArgumentException">The text is empty, or too long for any code at this level.</exception>
    /// <exception cref="DllNotFoundException">The native library is absent; the message says what to do.</exception>
    public static unsafe QrMatrix Encode(string text, QrErrorCorrection errorCorrection = QrErrorCorrection.Medium)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        VisionLibrary.Check();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] modules = new byte[VisionNative.MaximumModules];
        int side;
        fixed (byte* source = utf8)
        fixed (byte* target = modules)
        {
            side = VisionNative.Write(source, utf8.Length, (int)errorCorrection, target, modules.Length);
        }

        return side switch
        {
            > 0 => new QrMatrix(side, modules[..(side * side)]),
            VisionNative.ErrorContent => throw new ArgumentException(
                $"{text.Length} characters do not fit a QR code at error correction {errorCorrection}: shorten the text or lower the level.", nameof(text)),
            VisionNative.ErrorUnsupported => throw new NotSupportedException(
                $"{VisionNative.Library} was built against a zxing-cpp without its writer: install one built with ZXING_WRITERS=BOTH and build it again."),
            _ => throw new InvalidOperationException($"{VisionNative.Library} refused a text of {text.Length} characters: error {side}."),
        };
    }
}
