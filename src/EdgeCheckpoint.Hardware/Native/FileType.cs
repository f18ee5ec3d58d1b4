using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>What sort of thing a path names, where the runtime does not tell.</summary>
/// <remarks>linux/stat.h; struct statx is the same on every processor.</remarks>
public static unsafe class FileType
{
    /// <summary>AT_FDCWD: paths begin at the working folder.</summary>
    private const int WorkingFolder = -100;

    /// <summary>STATX_TYPE.</summary>
    private const uint Type = 1;

    /// <summary>S_IFMT.</summary>
    private const int TypeBits = 0xF000;

    /// <summary>S_IFSOCK.</summary>
    private const int Socket = 0xC000;

    /// <summary>Whether it is a Unix socket, or a link to one; false also for what is not there.</summary>
    public static bool IsSocket(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Facts facts = default;
        return Libc.Statx(WorkingFolder, path, 0, Type, &facts) == 0 && (facts.Mode & TypeBits) == Socket;
    }

    /// <summary>struct statx.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Facts
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
