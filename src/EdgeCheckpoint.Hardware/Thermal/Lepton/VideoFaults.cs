using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>What the kernel's error numbers say of a camera.</summary>
internal static class VideoFaults
{
    public static VideoFault Of(int errno) => errno switch
    {
        0 => VideoFault.None,
        Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress => VideoFault.Absent,
        Errno.AccessDenied or Errno.NotPermitted => VideoFault.Denied,
        Errno.Busy => VideoFault.Busy,
        Errno.Again or Errno.TimedOut => VideoFault.Timeout,
        Errno.Io => VideoFault.Damaged,
        Errno.Invalid or Errno.NotTypewriter => VideoFault.Unsuitable,
        _ => VideoFault.Other,
    };

    /// <summary>For whoever set the site up; empty without a fault.</summary>
    public static string Sentence(VideoFault fault, string device, int width, int height) => fault switch
    {
        VideoFault.None => "",
        VideoFault.Absent => $"{device} is absent. Plug the camera in, or name its path under /dev/v4l/by-id.",
        VideoFault.Denied => $"{device} may not be opened. Add the user to the group video.",
        VideoFault.Busy => $"{device} is in use by another program. Stop it, or name another camera.",
        VideoFault.Unsuitable => $"{device} gives no pictures of {width} x {height} 16-bit pixels (Y16). A PureThermal board shows several devices: try the next one.",
        _ => $"{device} failed while it was started. It is tried again.",
    };
}
