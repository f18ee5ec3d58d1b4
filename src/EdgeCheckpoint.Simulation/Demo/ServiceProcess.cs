using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>A service of this project as a process of its own, as a district runs it.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process, StreamWriter log, TimeProvider time) => (_process, _log, _time) = (process, log, time);

    /// <summary>Where its page is.</summary>
    public Uri Address => _address.Task.Result;

    public int Id => _process.Id;

    /// <summary>From the start of the process to the line with its address.</summary>
    public TimeSpan StartTook { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts <c>dotnet DLL ARGUMENTS</c> and waits until it says that it is ready, and where its page is.</summary>
    /// <param name="logFile">Takes everything it prints.</param>
    /// <exception cref="InvalidOperationException">It ended before, or was not ready in time; the message holds its last words.</exception>
    public static async Task<ServiceProcess> StartAsync(
        string dll, IReadOnlyList<string> arguments, string logFile, TimeProvider time, CancellationToken cancellationToken)
    {
        // As under systemd: a signal that this process was told to ignore, as nohup does, is none that the service ignores.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP", "dotnet", dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var service = new ServiceProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, new StreamWriter(logFile, append: true) { AutoFlush = true }, time);
        service._process.OutputDataReceived += (_, e) => service.Take(e.Data);
        service._process.ErrorDataReceived += (_, e) => service.Take(e.Data);
        long from = time.GetTimestamp();
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        try
        {
            await Task.WhenAny(service._address.Task, service._process.WaitForExitAsync(cancellationToken)).WaitAsync(StartTimeout, time, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            service.StartTook = time.GetElapsedTime(from);
        }
        catch (TimeoutException)
        {
            // Told below, with what it said meanwhile.
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }

        if (!service._address.Task.IsCompleted)
        {
            string end = service.HasExited ? "ended before it was ready" : $"was not ready within {StartTimeout.TotalSeconds:0} s";
            await service.DisposeAsync();
            throw new InvalidOperationException($"{Path.GetFileNameWithoutExtension(dll)} {end}:\n{string.Join('\n', File.ReadLines(logFile).TakeLast(8))}");
        }

        return service;
    }

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    /// <returns>Its exit code, and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        long from = _time.GetTimestamp();
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(StopTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Kill();
            await _process.WaitForExitAsync();
        }

        return (_process.ExitCode, _time.GetElapsedTime(from));
    }

    /// <summary>Pulls its plug (SIGKILL).</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            if (_log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
            }
        }

        if (ReadyLine().Match(line) is { Success: true } ready)
        {
            _address.TrySetResult(new Uri(ready.Groups["address"].Value));
        }
    }

    /// <summary>How the services say that their page is served; a sentence about an address that cannot be served is another.</summary>
    [GeneratedRegex(@"\b(page|screen) at (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex ReadyLine();
}
