using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>The pages on a Unix socket: no other machine, and no other user of this one, can come near them.</summary>
internal static class ScreenSocket
{
    /// <param name="path">What a service that crashed left there is taken away; what another one serves stays, and the start fails.</param>
    /// <exception cref="AddressInUseException">Another service answers there.</exception>
    internal static void ListenForScreen(this KestrelServerOptions kestrel, string path)
    {
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
