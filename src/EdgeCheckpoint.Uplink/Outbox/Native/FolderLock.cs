using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeCheckpoint.Uplink.Outbox.Native;

/// <summary>Keeps a folder for one process: flock(2) on the folder itself, so there is no lock file that somebody could delete.</summary>
internal sealed partial class FolderLock : IFolderLock
{
    /// <summary>O_CLOEXEC: children must not inherit the lock.</summary>
    private const int CloseOnExec = 0x80000;

    /// <summary>LOCK_EX | LOCK_NB.</summary>
    private const int ExclusiveAtOnce = 2 | 4;

    /// <summary>EWOULDBLOCK.</summary>
    private const int HeldByAnother = 11;

    private readonly SafeFileHandle _folder;
    private readonly string? _place;

    private FolderLock(SafeFileHandle folder)
    {
        _folder = folder;
        _place = Place();
    }

    public bool IsInPlace => Place() == _place;

    /// <returns>Null when another process has it.</returns>
    public static FolderLock? TryTake(string path)
    {
        var folder = new SafeFileHandle(open(path, CloseOnExec), ownsHandle: true);
        int error = folder.IsInvalid || flock(folder, ExclusiveAtOnce) != 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error == 0)
        {
            return new FolderLock(folder);
        }

        folder.Dispose();
        return error == HeldByAnother ? null : throw new IOException($"{path} cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The kernel's own word: it changes when the folder is renamed or deleted, whatever lies at its path then.</summary>
    private string? Place() => new FileInfo($"/proc/self/fd/{_folder.DangerousGetHandle()}").LinkTarget;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
