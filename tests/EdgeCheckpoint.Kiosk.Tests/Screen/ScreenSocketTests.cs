using System.Diagnostics;
using System.Net.Sockets;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>The pages on a Unix socket, asked for by another program.</summary>
public sealed class ScreenSocketTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "screen.sock");

    public void Dispose() => _folder.Dispose();

    [NeedsFact(program: "curl")]
    public async Task The_page_is_served_there_to_the_local_names_only()
    {
        await using WebApplication app = await ServeAsync();
        Assert.Equal("200", await CurlAsync("http://127.0.0.1/"));
        Assert.Equal("200", await CurlAsync("http://localhost/setup.json"));
        Assert.Equal("403", await CurlAsync("http://elsewhere.example/"));
    }

    [Fact]
    public async Task Nobody_but_its_user_and_group_may_connect()
    {
        await using WebApplication app = await ServeAsync();
        Assert.Equal((UnixFileMode)0b110_110_000, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path));
    }

    [NeedsFact(program: "curl")]
    public async Task What_a_crash_left_behind_does_not_keep_it_from_starting()
    {
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(Path));
            File.Move(Path, Path + ".kept"); // closing deletes the name it was bound to, as a crash would not
        }

        File.Move(Path + ".kept", Path);
        await using WebApplication app = await ServeAsync();
        Assert.Equal("200", await CurlAsync("http://127.0.0.1/"));
    }

    [Fact]
    public async Task A_socket_on_which_another_service_answers_is_left_alone()
    {
        await using WebApplication app = await ServeAsync();
        await Assert.ThrowsAsync<AddressInUseException>(ServeAsync);
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public async Task A_file_that_is_no_socket_stays_as_it_is()
    {
        File.WriteAllText(Path, "precious");
        IOException refused = await Assert.ThrowsAnyAsync<IOException>(ServeAsync);
        Assert.Contains("is no socket", refused.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(Path));
    }

    [Fact]
    public void What_can_be_no_socket_is_known_before_the_start()
    {
        File.WriteAllText(Path, "");
        Assert.StartsWith($"web:socket: {Path} is there already", Assert.Single(new WebOptions { Socket = Path }.Problems()), StringComparison.Ordinal);
        Assert.StartsWith($"web:socket: {_folder.Path} is there already", Assert.Single(new WebOptions { Socket = _folder.Path }.Problems()), StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Single(new WebOptions { Socket = _folder.File("none/screen.sock") }.Problems()), StringComparison.Ordinal);
        Assert.Contains("at most 107 bytes", Assert.Single(new WebOptions { Socket = _folder.File(new string('s', 120)) }.Problems()), StringComparison.Ordinal);
        Assert.Empty(new WebOptions { Socket = _folder.File("free.sock") }.Problems());
    }

    private async Task<WebApplication> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForScreen(Path));
        WebApplication app = builder.Build();
        app.MapScreen(new ScreenHub(TimeProvider.System), ScreenHost.Site());
        await app.StartAsync();
        ScreenSocket.Restrict(Path);
        return app;
    }

    private async Task<string> CurlAsync(string address)
    {
        var start = new ProcessStartInfo("curl", ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--unix-socket", Path, address])
        {
            RedirectStandardOutput = true,
        };
        using Process curl = Process.Start(start)!;
        string status = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return status;
    }
}
