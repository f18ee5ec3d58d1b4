using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Simulation.Disk.Native;

/// <summary>What SQLite does with an open file.</summary>
internal static unsafe partial class DiskVfs
{
    private static class FileMethods
    {
        public static readonly MethodTable* Table = Create();

        private static MethodTable* Create()
        {
            MethodTable* table = (MethodTable*)NativeMemory.AllocZeroed((nuint)sizeof(MethodTable));
            *table = new MethodTable
            {
                Version = 2,
                Close = &Close,
                Read = &Read,
                Write = &Write,
                Truncate = &Truncate,
                Sync = &Sync,
                FileSize = &FileSize,
                Lock = &Lock,
                Unlock = &Unlock,
                CheckReservedLock = &CheckReservedLock,
                FileControl = &FileControl,
                SectorSize = &SectorSize,
                DeviceCharacteristics = &DeviceCharacteristics,
                ShmMap = &ShmMap,
                ShmLock = &ShmLock,
                ShmBarrier = &ShmBarrier,
                ShmUnmap = &ShmUnmap,
            };
            return table;
        }
    }

    private static OpenFile Of(FileHandle* handle) => (OpenFile)GCHandle.FromIntPtr(handle->Managed).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(FileHandle* handle)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            open.Locks.Close(open);
        }

        GCHandle.FromIntPtr(handle->Managed).Free();
        handle->Methods = null;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(FileHandle* handle, byte* buffer, int count, long offset)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            return open.Disk.IsOff ? IoRead : open.File.Read(offset, new Span<byte>(buffer, count)) == count ? Ok : ShortRead;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(FileHandle* handle, byte* buffer, int count, long offset)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            bool wasOn = !open.Disk.IsOff;
            DiskFault fault = open.Disk.Check(growth: offset + count - open.File.Length);
            if (fault == DiskFault.None || (wasOn && open.Disk.IsOff))
            {
                // The write during which the power fails may still reach the medium, whole or in part.
                open.File.Write(offset, new ReadOnlySpan<byte>(buffer, count));
            }

            return (int)fault;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(FileHandle* handle, long length)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            DiskFault fault = open.Disk.Check(growth: 0);
            if (fault == DiskFault.None)
            {
                open.File.Truncate(length);
            }

            return (int)fault;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(FileHandle* handle, int flags)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            DiskFault fault = open.Disk.Check(growth: 0);
            if (fault == DiskFault.None)
            {
                open.File.Sync();
            }

            return (int)fault;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(FileHandle* handle, long* length)
    {
        *length = Of(handle).File.Length;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(FileHandle* handle, int level)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            return open.Locks.TryLock(open, level) ? Ok : Busy;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(FileHandle* handle, int level)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            open.Locks.Unlock(open, level);
            return Ok;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(FileHandle* handle, int* reserved)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            *reserved = open.Locks.IsReserved() ? 1 : 0;
            return Ok;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(FileHandle* handle, int operation, void* argument)
    {
        const int hasMoved = 20;
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            if (operation != hasMoved)
            {
                return NotFound;
            }

            *(int*)argument = open.HasMoved ? 1 : 0;
            return Ok;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(FileHandle* handle) => 4096;

    /// <summary>As SQLite's own layer says of a disk: a write never harms bytes beside it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(FileHandle* handle) => 0x1000;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(FileHandle* handle, int region, int bytes, int extend, nint* address)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            if (open.Locks.Memory is null && extend != 0 && open.Disk.FreeBytes < bytes)
            {
                // A real index is a file of its own.
                return IoIndexSize;
            }

            open.Locks.Memory ??= new SharedMemory();
            open.Locks.Mapped.Add(open);
            *address = open.Locks.Memory.Map(region, bytes, extend != 0);
            return *address == 0 && extend != 0 ? IoNoMemory : Ok;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmLock(FileHandle* handle, int first, int count, int flags)
    {
        const int unlock = 1;
        const int exclusive = 8;
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            if ((flags & unlock) != 0)
            {
                open.Locks.Memory?.Unlock(open, first, count);
                return Ok;
            }

            return open.Locks.Memory!.TryLock(open, first, count, (flags & exclusive) != 0) ? Ok : Busy;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ShmBarrier(FileHandle* handle) => Interlocked.MemoryBarrier();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmUnmap(FileHandle* handle, int delete)
    {
        OpenFile open = Of(handle);
        lock (open.Disk.Gate)
        {
            open.Locks.Memory?.Unlock(open, 0, 8);
            open.Locks.Mapped.Remove(open);
            if (open.Locks.Mapped.Count == 0)
            {
                open.Locks.Memory?.Free();
                open.Locks.Memory = null;
            }

            return Ok;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MethodTable
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> Close;
        public delegate* unmanaged[Cdecl]<FileHandle*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<FileHandle*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<FileHandle*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<FileHandle*, long*, int> FileSize;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Lock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> Unlock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int*, int> CheckReservedLock;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, void*, int> FileControl;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> SectorSize;
        public delegate* unmanaged[Cdecl]<FileHandle*, int> DeviceCharacteristics;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int, int, nint*, int> ShmMap;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int, int, int> ShmLock;
        public delegate* unmanaged[Cdecl]<FileHandle*, void> ShmBarrier;
        public delegate* unmanaged[Cdecl]<FileHandle*, int, int> ShmUnmap;
    }
}
