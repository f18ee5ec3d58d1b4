using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Tells systemd how the service does, over the datagram socket named in NOTIFY_SOCKET. Without one every call does nothing. Thread-safe.</summary>
/// <remarks>sd_notify(3). A datagram that cannot be sent is lost: systemd then thinks us hung, which is the safe mistake.</remarks>
public sealed class SystemdNotifier : IDisposable
{
    /// <summary>Longest status, bytes; longer ones are cut.</summary>
    private const int LongestStatus = 512;

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;

    /// <param name="socketPath">Value of NOTIFY_SOCKET: a path, or <c>@name</c> for an abstract one. Null or empty: systemd does not listen.</param>
    /// <param name="watchdogMicroseconds">Value of WATCHDOG_USEC. Null or empty: no watchdog.</param>
    public SystemdNotifier(string? socketPath, string? watchdogMicroseconds)
    {
        if (!string.IsNullOrEmpty(socketPath))
        {
            _manager = new UnixDomainSocketEndPoint(socketPath[0] == '@' ? $"\0{socketPath[1..]}" : socketPath);
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        }

        bool watched = long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0;
        WatchdogInterval = watched && _socket is not null ? TimeSpan.FromMicroseconds(microseconds / 2) : null;
    }

    /// <summary>How often <see cref="Watchdog"/> must be called: half of what systemd allows. Null: systemd does not watch.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>Whether systemd runs this process and listens.</summary>
    public bool IsHeard => _socket is not null;

    /// <summary>Of the environment systemd gave this process.</summary>
    public static SystemdNotifier FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <summary>Start-up is over.</summary>
    /// <returns>Whether systemd was told; false also where nobody listens.</returns>
    public bool Ready() => Send("READY=1");

    /// <summary>One sentence for <c>systemctl status</c>. Nothing personal: it is kept in the system's log.</summary>
    public bool Status(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        string line = sentence.ReplaceLineEndings(" ");
        while (Encoding.UTF8.GetByteCount(line) > LongestStatus)
        {
            line = line[..^1];
        }

        return Send($"STATUS={line}");
    }

    /// <summary>The loop handled a tick. Never call this from a timer: a hung loop must be found out.</summary>
    public bool Watchdog() => Send("WATCHDOG=1");

    /// <summary>Asks to be restarted at once, by the watchdog's rules.</summary>
    public bool Trigger() => Send("WATCHDOG=trigger");

    /// <summary>The service goes down in order.</summary>
    public bool Stopping() => Send("STOPPING=1");

    public void Dispose() => _socket?.Dispose();

    private bool Send(string message)
    {
        if (_socket is null)
        {
            return false;
        }

        try
        {
            byte[] datagram = Encoding.UTF8.GetBytes(message);
            return _socket.SendTo(datagram, _manager!) == datagram.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
