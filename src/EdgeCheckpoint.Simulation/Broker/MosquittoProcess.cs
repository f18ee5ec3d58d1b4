using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>A real mosquitto of our own on loopback, in a folder of its own, to be stopped, killed and robbed of its database at will.</summary>
public sealed class MosquittoProcess : IAsyncDisposable
{
    private const int StartAttempts = 5;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The kernel needs no such time; only a process that cannot end reaches it.</summary>
    private static readonly TimeSpan KillTimeout = TimeSpan.FromMinutes(1);

    private readonly MosquittoOptions _options;
    private readonly TimeProvider _time;
    private readonly DirectoryInfo _folder;
    private readonly List<string> _log = [];
    private Process? _process;

    private MosquittoProcess(MosquittoOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _folder = Directory.CreateTempSubdirectory("edgecheckpoint-mosquitto-");
    }

    public static string Host => "127.0.0.1";

    public int Port { get; private set; }

    /// <summary>Process id, for the record; null while stopped.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>What the broker said, oldest first, over all its lives.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    public static Task<MosquittoProcess> StartAsync(CancellationToken cancellationToken) =>
        StartAsync(new MosquittoOptions(), TimeProvider.System, cancellationToken);

    /// <summary>Starts the broker and returns when it accepts connections.</summary>
    /// <exception cref="InvalidOperationException">It is not installed or does not start; the message says what it said.</exception>
    public static async Task<MosquittoProcess> StartAsync(MosquittoOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var broker = new MosquittoProcess(options, time);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                broker.Port = options.Port != 0 ? options.Port : FreePort();
                try
                {
                    await broker.RestartAsync(cancellationToken).ConfigureAwait(false);
                    return broker;
                }
                catch (InvalidOperationException) when (options.Port == 0 && attempt < StartAttempts && broker.Log.Any(static l => l.Contains("in use", StringComparison.Ordinal)))
                {
                    // Somebody else took the free port first; try another.
                }
            }
        }
        catch
        {
            await broker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A port nobody listens on at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it again on the same port, with whatever database the folder holds.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false })
        {
            throw new InvalidOperationException("The broker is still running: stop or kill it first.");
        }

        _process?.Dispose();
        _process = Launch();
        long started = _time.GetTimestamp();
        while (!await AcceptsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_process.HasExited || _time.GetElapsedTime(started) > StartTimeout)
            {
                await KillAsync().ConfigureAwait(false);
                throw new InvalidOperationException($"mosquitto does not start: {string.Join(" | ", Log.TakeLast(5))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks it to stop (SIGTERM); it writes its database first.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        Signal(process, "TERM");
        using var deadline = new CancellationTokenSource(StopTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>Kills it (SIGKILL): what it had only in memory is gone.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        process.Kill();
        using var deadline = new CancellationTokenSource(KillTimeout, _time);
        try
        {
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"mosquitto, process {process.Id}, did not end within {KillTimeout} of SIGKILL");
        }
    }

    /// <summary>Makes it read its configuration, certificates and access list again (SIGHUP).</summary>
    public void Reload()
    {
        if (_process is { HasExited: false } process)
        {
            Signal(process, "HUP");
        }
    }

    /// <summary>Freezes or thaws it (SIGSTOP, SIGCONT): the connection stays, nobody answers.</summary>
    public void Freeze(bool frozen)
    {
        if (_process is { HasExited: false } process)
        {
            Signal(process, frozen ? "STOP" : "CONT");
        }
    }

    /// <summary>Takes its memory away; it must not run.</summary>
    public void DeleteDatabase() => File.Delete(Path.Combine(_folder.FullName, "mosquitto.db"));

    /// <summary>Replaces the access list; takes effect at <see cref="Reload"/>.</summary>
    public void WriteAccessList(string text) => WritePrivately("acl", text);

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process?.Dispose();
        _process = null;
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    private Process Launch()
    {
        WritePrivately("mosquitto.conf", _options.Configuration ?? Configuration());
        if (_options.AccessList is { } rules && !File.Exists(Path.Combine(_folder.FullName, "acl")))
        {
            WriteAccessList(rules);
        }

        var process = new Process
        {
            StartInfo = new ProcessStartInfo(FindProgram(), ["-c", Path.Combine(_folder.FullName, "mosquitto.conf")])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = _folder.FullName,
            },
        };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Configuration()
    {
        List<string> lines =
        [
            "# Written by EdgeCheckpoint for one run.",
            "per_listener_settings false",
            // Started by root it would change to a user that cannot read this folder.
            $"user {Environment.UserName}",
            "log_dest stderr",
            "log_type error", "log_type warning", "log_type notice", "log_type information",
            _options.Persistence ? $"persistence true\npersistence_location {_folder.FullName}/" : "persistence false",
            $"listener {Port} {Host}",
            "allow_anonymous true",
        ];
        if (_options.AccessList is not null)
        {
            lines.Add($"acl_file {Path.Combine(_folder.FullName, "acl")}");
        }

        if (_options.Tls is { } tls)
        {
            lines.AddRange(
            [
                $"cafile {tls.AuthorityFile}",
                $"certfile {tls.CertificateFile}",
                $"keyfile {tls.KeyFile}",
                "tls_version tlsv1.2",
                "require_certificate true",
                "use_identity_as_username true",
            ]);
        }

        return string.Join('\n', lines.Concat(_options.ExtraLines)) + "\n";
    }

    /// <remarks>The folder itself is for its owner only.</remarks>
    private void WritePrivately(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, Port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string FindProgram()
    {
        string path = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(static folder => Path.Combine(folder, "mosquitto"))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("mosquitto is not installed: sudo apt-get install mosquitto");
    }

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
