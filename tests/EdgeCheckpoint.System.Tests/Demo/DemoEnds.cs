using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeCheckpoint.Cli;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.SystemTests.Demo;

/// <summary>How a demo ends, or does not begin, for somebody at a terminal.</summary>
public sealed class DemoEnds : IDisposable
{
    private static readonly string Services = Path.Combine(Repository.Root, "src");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsTheory(program: "mosquitto ffmpeg setsid", library: "libcheckpoint_vision.so libmosquitto.so.1")]
    [InlineData("{\"person\":\"", "HUP", ExitCode.Ok, "--json")]
    [InlineData(" 1/18", "INT", ExitCode.Interrupted, "--once")]
    [InlineData("starting the kiosk", "INT", ExitCode.Interrupted, "--once")]
    public async Task A_signal_of_the_terminal_ends_a_demo_with_all_it_started(string at, string signal, int exitCode, params string[] arguments)
    {
        // A session of its own, so that the signal reaches every process of the demo, as a terminal's does.
        var start = new ProcessStartInfo(
            "env", ["--default-signal=INT,HUP", "setsid", "dotnet", ToolPath, "demo", "--services", Services, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _folder.Path;
        using Process demo = Process.Start(start)!;
        bool isResult = at[0] == '{';
        Task<string> other = (isResult ? demo.StandardError : demo.StandardOutput).ReadToEndAsync();
        StreamReader watched = isResult ? demo.StandardOutput : demo.StandardError;
        string said = await ReadUntilAsync(watched, at);
        Assert.Equal(0, ProgramRun.Of("kill", $"-{signal}", "--", $"-{demo.Id.ToString(CultureInfo.InvariantCulture)}").ExitCode);
        said += await watched.ReadToEndAsync() + await other;
        await demo.WaitForExitAsync();

        Assert.True(demo.ExitCode == exitCode, $"exit code {demo.ExitCode}: {said}");
        Assert.DoesNotContain("checkpointctl:", said, StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Theory]
    [InlineData("--kiosk-port")]
    [InlineData("--district-port")]
    public void A_port_that_is_taken_is_told_by_the_option_that_chooses_another(string option)
    {
        using TcpListener other = Listen();
        ProgramRun run = ProgramRun.Of("dotnet", ToolPath, "demo", "--services", Services, option, PortOf(other));
        Assert.Equal(ExitCode.Unavailable, run.ExitCode);
        Assert.Contains($"choose another with {option}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Ctrl-C", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_none_is_a_wrong_command_line() =>
        Assert.Equal(ExitCode.Usage, ProgramRun.Of("dotnet", ToolPath, "demo", "--services", Services, "--kiosk-port", "70000").ExitCode);

    [Fact]
    public async Task A_service_that_ends_is_not_taken_for_ready_by_an_address_in_its_last_words()
    {
        using TcpListener other = Listen();
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() => StartDistrictAsync(PortOf(other), CancellationToken.None));
        Assert.Contains("cannot be served", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_service_behind()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StartDistrictAsync("0", new CancellationToken(canceled: true)));
        NothingIsLeft();
    }

    private static string ToolPath => Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");

    private Task<ServiceProcess> StartDistrictAsync(string port, CancellationToken cancellationToken)
    {
        Assert.True(ServiceFiles.TryFind(Services, out ServiceFiles files, out string fault), fault);
        return ServiceProcess.StartAsync(
            files.District, ["--district", "d", "--broker", "127.0.0.1:1", "--store", _folder.File("store.db"), "--urls", $"http://127.0.0.1:{port}"],
            _folder.File("log"), TimeProvider.System, cancellationToken);
    }

    /// <summary>Every process of a demo has a path below its temporary folder on its command line.</summary>
    private void NothingIsLeft()
    {
        Assert.Empty(Directory.EnumerateDirectories("/proc").Where(p => CommandLine(p).Contains(_folder.Path, StringComparison.Ordinal)).Select(CommandLine));
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path));
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // No process, or one that has ended meanwhile.
            return "";
        }
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string words)
    {
        string said = "";
        char[] part = new char[256];
        while (!said.Contains(words, StringComparison.Ordinal))
        {
            int count = await reader.ReadAsync(part);
            Assert.True(count > 0, $"the demo ended and never said '{words}': {said}");
            said += new string(part, 0, count);
        }

        return said;
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
}
