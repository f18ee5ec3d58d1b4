using System.Diagnostics;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Camera;

/// <summary>A program that watches a camera is killed without warning; its camera must not stay behind.</summary>
public sealed class LeashTests
{
    /// <summary>Writes one picture and then sleeps: no broken pipe will ever end it. It ignores polite signals, and so does its child.</summary>
    private const string DeafCamera = "trap '' TERM HUP INT PIPE; printf 'YUV4MPEG2 W64 H32 Cmono\\nFRAME\\n'; head -c 2048 /dev/zero; (sleep 600; :); sleep 600; :";

    [NeedsFact(program: "setsid")]
    public async Task A_camera_dies_with_a_program_that_is_killed()
    {
        string mark = $"camera-{Guid.NewGuid():N}";
        string tool = Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");
        string[] camera = ["camera", "watch", "--seconds", "0", "--source", "Program", "--program", "sh", "--argument=-c", "--argument", DeafCamera, "--argument", mark];
        using Process owner = Process.Start(new ProcessStartInfo("dotnet", [tool, .. camera]) { RedirectStandardOutput = true })!;
        await Until(() => Marked(mark).Count(id => id != owner.Id) >= 3);
        owner.Kill();
        await owner.WaitForExitAsync();
        await Until(() => Marked(mark).Count == 0);
    }

    private static List<int> Marked(string mark) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && CommandLine(folder).Contains(mark, StringComparison.Ordinal))
            .Select(static folder => int.Parse(Path.GetFileName(folder), provider: null))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            // It ended while we looked.
            return "";
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
