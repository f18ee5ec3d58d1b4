using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Simulation.Disk.Native;

/// <summary>The file layer ("VFS") that SQLite calls; every path is <c>/disk/name</c>.</summary>
/// <remarks>sqlite.org/c3ref/vfs.html, sqlite.org/c3ref/io_methods.html; structures of version 1 and 2.</remarks>
internal static unsafe partial class DiskVfs
{
    public const string Name = "simulated";

    private const int Ok = 0;
    private const int CannotOpen = 14;
    private const int ShortRead = 522;
    private const int Busy = 5;
    private const int NotFound = 12;
    private const int IoRead = 266;
    private const int IoNoMemory = 3082;
    private const int IoIndexSize = 4874;
    private const int OpenCreate = 4;

    private static readonly ConcurrentDictionary<int, SimulatedDisk> Disks = new();
    private static readonly ConcurrentDictionary<SimulatedFile, FileLocks> Locks = new();
    private static readonly Lock Registering = new();
    [ThreadStatic]
    private static TimeSpan _slept;

    private static int _lastId;
    private static int _lastRandom;
    private static bool _registered;

    public static int Register(SimulatedDisk disk)
    {
        lock (Registering)
        {
            if (!_registered)
            {
                _registered = true;
                RegisterLayer();
            }

            Disks[++_lastId] = disk;
            return _lastId;
        }
    }

    public static TimeSpan Slept => _slept;

    public static void Unregister(int id) => Disks.TryRemove(id, out _);

    private static void RegisterLayer()
    {
        // SQLite keeps the structure for the life of the process.
        Layer* layer = (Layer*)NativeMemory.AllocZeroed((nuint)sizeof(Layer));
        *layer = new Layer
        {
            Version = 1,
            FileBytes = sizeof(FileHandle),
            LongestPath = 512,
            Name = Marshal.StringToCoTaskMemUTF8(Name),
            Open = &Open,
            Delete = &Delete,
            Access = &Access,
            FullPath = &FullPath,
            Randomness = &Randomness,
            Sleep = &Sleep,
            CurrentTime = &CurrentTime,
            LastError = &LastError,
        };
        if (sqlite3_vfs_register(layer, 0) != Ok)
        {
            throw new InvalidOperationException("SQLite refused the simulated file layer.");
        }
    }

    [LibraryImport("e_sqlite3")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int sqlite3_vfs_register(Layer* layer, int makeDefault);

    private static bool TryResolve(byte* path, out SimulatedDisk disk, out string name)
    {
        disk = null!;
        name = "";
        string[] parts = (Marshal.PtrToStringUTF8((nint)path) ?? "").Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[1], out int id) || !Disks.TryGetValue(id, out SimulatedDisk? found))
        {
            return false;
        }

        disk = found;
        name = parts[2];
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Layer* layer, byte* path, FileHandle* handle, int flags, int* outFlags)
    {
        handle->Methods = null;
        if (!TryResolve(path, out SimulatedDisk disk, out string name))
        {
            return CannotOpen;
        }

        lock (disk.Gate)
        {
            if (disk.IsOff || (!disk.TryFind(name, out _) && ((flags & OpenCreate) == 0 || disk.Fault is DiskFault.ReadOnly or DiskFault.Io)))
            {
                return CannotOpen;
            }

            SimulatedFile file = disk.Open(name);
            var open = new OpenFile(disk, name, file, Locks.GetOrAdd(file, static _ => new FileLocks()));
            handle->Methods = FileMethods.Table;
            handle->Managed = GCHandle.ToIntPtr(GCHandle.Alloc(open));
            if (outFlags != null)
            {
                *outFlags = flags;
            }

            return Ok;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Layer* layer, byte* path, int syncFolder)
    {
        if (!TryResolve(path, out SimulatedDisk disk, out string name) || disk.IsOff)
        {
            return (int)DiskFault.Io;
        }

        disk.Delete(name, syncFolder != 0);
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(Layer* layer, byte* path, int flags, int* result)
    {
        *result = TryResolve(path, out SimulatedDisk disk, out string name) && disk.Exists(name) ? 1 : 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPath(Layer* layer, byte* path, int capacity, byte* full)
    {
        ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
        if (text.Length + 1 > capacity)
        {
            return CannotOpen;
        }

        text.CopyTo(new Span<byte>(full, capacity));
        full[text.Length] = 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(Layer* layer, int count, byte* bytes)
    {
        // Salts of the log: must differ from each other, need not be secret.
        new Random(Interlocked.Increment(ref _lastRandom)).NextBytes(new Span<byte>(bytes, count));
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(Layer* layer, int microseconds)
    {
        Thread.Yield();
        _slept += TimeSpan.FromMicroseconds(microseconds);
        return microseconds;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(Layer* layer, double* julianDay)
    {
        *julianDay = 2461000.5;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LastError(Layer* layer, int capacity, byte* text) => Ok;

    [StructLayout(LayoutKind.Sequential)]
    private struct Layer
    {
        public int Version;
        public int FileBytes;
        public int LongestPath;
        public nint Next;
        public nint Name;
        public nint Data;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, FileHandle*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, int, int> Delete;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, int, int*, int> Access;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, int, byte*, int> FullPath;
        public nint LibraryOpen;
        public nint LibraryError;
        public nint LibrarySymbol;
        public nint LibraryClose;
        public delegate* unmanaged[Cdecl]<Layer*, int, byte*, int> Randomness;
        public delegate* unmanaged[Cdecl]<Layer*, int, int> Sleep;
        public delegate* unmanaged[Cdecl]<Layer*, double*, int> CurrentTime;
        public delegate* unmanaged[Cdecl]<Layer*, int, byte*, int> LastError;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FileHandle
    {
        public MethodTable* Methods;
        public nint Managed;
    }
}
