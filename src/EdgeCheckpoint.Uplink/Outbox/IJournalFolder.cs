namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>The folder a journal lives in. Names are plain file names. Faults come as <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
public interface IJournalFolder
{
    /// <summary>What SQLite is given to open a file of this folder: a path, or a <c>file:</c> address that names a file layer.</summary>
    string DataSource(string name);

    /// <summary>Takes the folder for this process alone; null when another process has it.</summary>
    IDisposable? TryOwn();

    bool Exists(string name);

    IReadOnlyList<string> List();

    /// <summary>Renames; replaces what is there.</summary>
    void Move(string name, string newName);

    void Delete(string name);

    /// <summary>Makes a file that really takes up this much of the disk.</summary>
    void Reserve(string name, int bytes);

    Stream OpenRead(string name);
}

/// <summary>A folder of the file system.</summary>
/// <param name="path">Created when absent.</param>
public sealed class JournalFolder(string path) : IJournalFolder
{
    private const string LockName = "owner.lock";

    /// <summary>EWOULDBLOCK: how the runtime reports a lock that another process holds.</summary>
    private const int HeldByAnother = 11;

    public string DataSource(string name) => Path.Combine(path, name);

    public IDisposable? TryOwn()
    {
        Directory.CreateDirectory(path);
        try
        {
            return new FileStream(DataSource(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == HeldByAnother)
        {
            return null;
        }
    }

    public bool Exists(string name) => File.Exists(DataSource(name));

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(path).Select(static f => Path.GetFileName(f))];

    public void Move(string name, string newName) => File.Move(DataSource(name), DataSource(newName), overwrite: true);

    public void Delete(string name) => File.Delete(DataSource(name));

    public void Reserve(string name, int bytes) => File.WriteAllBytes(DataSource(name), new byte[bytes]);

    public Stream OpenRead(string name) => new FileStream(DataSource(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
