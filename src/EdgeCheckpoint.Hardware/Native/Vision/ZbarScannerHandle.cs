using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary>Owns one scanner of libzbar, set to QR codes.</summary>
internal sealed class ZbarScannerHandle : SafeHandle
{
    /// <exception cref="DllNotFoundException">libzbar0 is not installed.</exception>
    public ZbarScannerHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(ZbarNative.ScannerCreate());
        _ = ZbarNative.ScannerSetConfig(this, 0, ZbarNative.ConfigEnable, 0);
        _ = ZbarNative.ScannerSetConfig(this, ZbarNative.QrCode, ZbarNative.ConfigEnable, 1);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        ZbarNative.ScannerDestroy(handle);
        return true;
    }
}
