using System.Net.Sockets;
using System.Text;
using EdgeCheckpoint.Hardware.Native;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>The pages on a Unix socket: no other machine, and no other user of this one, can come near them.</summary>
internal static class ScreenSocket
{
    /// <summary>unix(7): sun_path and its final zero.</summary>
    private const int LongestPath = 107;

    /// <param name="path">A socket that a service that crashed left there is taken away; anything else stays, and the start fails.</param>
    /// <exception cref="AddressInUseException">Another service answers there.</exception>
    /// <exception cref="IOException">There can be no socket of that name.</exception>
    internal static void ListenForScreen(this KestrelServerOptions kestrel, string path)
    {
        if (Problem(path) is { Length: > 0 } problem)
        {
            throw new IOException(problem);
        }

        if (File.Exists(path))
        {
            if (Answers(path))
            {
                throw new AddressInUseException($"another service answers on {path}");
            }

            File.Delete(path);
        }

        kestrel.ListenUnixSocket(path);
    }

    /// <summary>Why there can be no socket of that name; empty when there can.</summary>
    internal static string Problem(string path) =>
        !Path.IsPathRooted(path) || Encoding.UTF8.GetByteCount(path) > LongestPath ? $"{path} must be a whole path of at most {LongestPath} bytes"
        : Path.Exists(path) && !FileType.IsSocket(path) ? $"{path} is there already and is no socket; name another path, or move it away"
        : Directory.Exists(FolderOf(path)) ? ""
        : $"the folder {FolderOf(path)} does not exist; make it, or name a socket in another";

    /// <summary>What lies in the folder that systemd makes is known only once the service runs.</summary>
    internal static bool IsMadeAtStart(string path) => FolderOf(path) == "/run/edge-checkpoint";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Once it is open: for the service's user and group, and nobody else.</summary>
    internal static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }
    }

    private static bool Answers(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
