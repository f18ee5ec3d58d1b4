using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>A child process with all its descendants on one leash: it dies by <see cref="Dispose"/>, and also when we die without a word.</summary>
/// <remarks>
/// A small shell stands between: it leads a session of its own, starts the program, and waits for the end of its standard input.
/// That pipe ends when this process goes, however it goes, and the shell then kills its whole process group.
/// The kernel's parent-death signal would not do: it follows the thread that started the child, and threads of a pool come and go.
/// </remarks>
internal sealed class LeashedProcess : IDisposable
{
    /// <summary>$0 is a name for the process list; the rest is the program. The group is killed from within, where its number cannot be stale.</summary>
    private const string Leash =
        """
        exec 3<&0
        "$@" 3<&- </dev/null &
        program=$!
        { read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 &
        exec >/dev/null
        wait $program
        echo "ended with status $?" >&2
        kill -KILL 0
        """;

    private readonly Process _process;

    private LeashedProcess(Process process)
    {
        _process = process;
        Output = FileDescriptor.Borrow(Descriptor(process.StandardOutput));
        Errors = FileDescriptor.Borrow(Descriptor(process.StandardError));
    }

    /// <summary>What the program writes to standard output.</summary>
    internal FileDescriptor Output { get; }

    /// <summary>What the program complains about; ends with its exit status.</summary>
    internal FileDescriptor Errors { get; }

    internal int Id => _process.Id;

    /// <exception cref="System.ComponentModel.Win32Exception">There is no <c>setsid</c> or no memory to start it.</exception>
    internal static LeashedProcess Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("setsid", ["/bin/sh", "-c", Leash, "camera-leash", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        return new LeashedProcess(Process.Start(start)!);
    }

    public void Dispose()
    {
        if (!_process.HasExited && Libc.Kill(-_process.Id, Libc.SignalKill) != 0)
        {
            // The child has not yet come as far as its own session.
            _process.Kill();
        }

        _process.WaitForExit(TimeSpan.FromSeconds(1));
        Output.Dispose();
        Errors.Dispose();

        // The process closes only what nobody has asked it for.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.StandardInput.Dispose();
        _process.Dispose();
    }

    private static nint Descriptor(StreamReader reader) => ((PipeStream)reader.BaseStream).SafePipeHandle.DangerousGetHandle();
}
