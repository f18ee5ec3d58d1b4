using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>What a child process must not get of ours.</summary>
internal static partial class Descriptor
{
    private const int SetFlags = 2;
    private const int CloseOnExecFlag = 1;

    /// <summary>Keeps a descriptor of the library's from children: one of them would hold the connection open after our death, and the broker would keep the will back.</summary>
    /// <param name="descriptor">-1 for none.</param>
    internal static void CloseOnExec(int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = fcntl(descriptor, SetFlags, CloseOnExecFlag);
        }
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int argument);
}
