using System.Net.Sockets;
using System.Text;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>Over a real datagram socket, as systemd listens on.</summary>
public sealed class SystemdNotifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_life_of_a_service_is_told_one_datagram_a_step()
    {
        string path = _folder.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using SystemdNotifier notifier = new(path, "10000000");
        Assert.Equal(TimeSpan.FromSeconds(5), notifier.WatchdogInterval);
        Assert.True(notifier.Ready());
        Assert.True(notifier.Status("in service\nSTOPPING=1"));
        Assert.True(notifier.Watchdog());
        Assert.True(notifier.Trigger());
        Assert.True(notifier.Stopping());
        string[] told = [.. Enumerable.Range(0, 5).Select(_ => Receive())];
        Assert.Equal(["READY=1", "STATUS=in service STOPPING=1", "WATCHDOG=1", "WATCHDOG=trigger", "STOPPING=1"], told);
    }

    [Fact]
    public void An_abstract_socket_is_reached()
    {
        string name = $"edgecheckpoint-{Guid.NewGuid():N}";
        _systemd.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        using SystemdNotifier notifier = new($"@{name}", null);
        Assert.Null(notifier.WatchdogInterval);
        Assert.True(notifier.Ready());
        Assert.Equal("READY=1", Receive());
    }

    [Fact]
    public void A_status_without_end_is_cut()
    {
        string path = _folder.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using SystemdNotifier notifier = new(path, null);
        Assert.True(notifier.Status(new string('温', 10_000)));
        string status = Receive();
        Assert.StartsWith("STATUS=温温", status, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(status) <= 520);
        Assert.EndsWith("温", status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_systemd_nothing_happens(string? socket)
    {
        using SystemdNotifier notifier = new(socket, "1000000");
        Assert.Null(notifier.WatchdogInterval);
        Assert.False(notifier.Ready());
    }

    [Fact]
    public void A_manager_that_does_not_listen_is_no_reason_to_fall()
    {
        using SystemdNotifier notifier = new(_folder.File("nobody"), null);
        Assert.False(notifier.Watchdog());
    }

    private string Receive()
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
