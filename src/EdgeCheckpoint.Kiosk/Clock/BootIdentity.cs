namespace EdgeCheckpoint.Kiosk.Clock;

/// <summary>Names the boot, so that monotonic times of events can be compared.</summary>
internal static class BootIdentity
{
    /// <summary>First eight digits of the kernel's boot id; proc(5), /proc/sys/kernel/random/boot_id.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        const string path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(path) ? File.ReadAllText(path).Trim()[..8] : "unknown";
    }
}
