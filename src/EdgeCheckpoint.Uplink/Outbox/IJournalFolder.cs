using EdgeCheckpoint.Uplink.Outbox.Native;
using Microsoft.Win32.SafeHandles;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>The folder a journal lives in. Names are plain file names. Faults come as <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
public interface IJournalFolder
{
    /// <summary>What SQLite is given to open a file of this folder: a path, or a <c>file:</c> address that names a file layer.</summary>
    string DataSource(string name);

    /// <summary>Takes the folder for this process alone; null when another process has it.</summary>
    IFolderLock? TryOwn();

    bool Exists(string name);

    /// <summary>Bytes; 0 when there is no such file.</summary>
    long LengthOf(string name);

    /// <summary>Bytes that this process may still write, all files together; a very large number where nobody can tell.</summary>
    long FreeBytes { get; }

    /// <summary>Size of the disk the folder is on; a very large number where nobody can tell.</summary>
    long TotalBytes { get; }

    IReadOnlyList<string> List();

    /// <summary>Renames; replaces what is there.</summary>
    void Move(string name, string newName);

    void Delete(string name);

    /// <summary>Makes a file that really takes up this much of the disk.</summary>
    void Reserve(string name, int bytes);

    /// <summary>Writes over the first bytes of a file. Durable in the system's own time, except that a new file is there for good.</summary>
    void Write(string name, ReadOnlySpan<byte> bytes);

    Stream OpenRead(string name);
}

/// <summary>A folder kept for one process.</summary>
public interface IFolderLock : IDisposable
{
    /// <summary>Whether what is locked still is the folder at its path.</summary>
    bool IsInPlace { get; }
}

/// <summary>A folder of the file system.</summary>
/// <param name="path">Created when absent.</param>
public sealed class JournalFolder(string path) : IJournalFolder
{
    public string DataSource(string name) => Path.Combine(path, name);

    public IFolderLock? TryOwn()
    {
        Directory.CreateDirectory(path);
        return FolderLock.TryTake(path);
    }

    public bool Exists(string name) => File.Exists(DataSource(name));

    public long LengthOf(string name) => new FileInfo(DataSource(name)) is { Exists: true } file ? file.Length : 0;

    public long FreeBytes => Ask(static disk => disk.AvailableFreeSpace);

    public long TotalBytes => Ask(static disk => disk.TotalSize);

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(path).Select(static f => Path.GetFileName(f))];

    public void Move(string name, string newName) => File.Move(DataSource(name), DataSource(newName), overwrite: true);

    public void Delete(string name) => File.Delete(DataSource(name));

    public void Reserve(string name, int bytes) => File.WriteAllBytes(DataSource(name), new byte[bytes]);

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        bool isNew = !Exists(name);
        using SafeFileHandle file = File.OpenHandle(DataSource(name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, bytes, 0);
        if (isNew)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    public Stream OpenRead(string name) => new FileStream(DataSource(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private long Ask(Func<DriveInfo, long> question)
    {
        try
        {
            return question(new DriveInfo(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue / 2;
        }
    }
}
