using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary>Owns one <c>ecv_reader</c>.</summary>
internal sealed class VisionReaderHandle : SafeHandle
{
    private VisionReaderHandle(nint reader)
        : base(0, ownsHandle: true) => SetHandle(reader);

    public override bool IsInvalid => handle == 0;

    /// <exception cref="DllNotFoundException">The native library is absent; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The native library is of another release.</exception>
    public static VisionReaderHandle Create()
    {
        VisionLibrary.Check();
        nint reader = VisionNative.ReaderNew();
        return reader != 0 ? new VisionReaderHandle(reader) : throw new InsufficientMemoryException("No memory for a code reader.");
    }

    protected override bool ReleaseHandle()
    {
        VisionNative.ReaderFree(handle);
        return true;
    }
}
