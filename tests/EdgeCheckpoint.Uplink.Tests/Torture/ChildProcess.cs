using System.Diagnostics;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>A .NET program of this build in a process of its own, to be killed with SIGKILL and started again.</summary>
internal sealed class ChildProcess(string assembly, IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private Process? _process;

    public bool HasExited => _process is null or { HasExited: true };

    public int ExitCode => _process!.ExitCode;

    public void Start()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Short lives: no time for background compilation.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => LastWords = line.Data ?? LastWords;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The last line it wrote to standard error.</summary>
    public string LastWords { get; private set; } = "";

    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync().EndsAsync($"{assembly} {string.Join(' ', arguments)}, killed");
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken) => await _process!.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }
}
