using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>Waits for a socket, and can be woken from any thread (an eventfd).</summary>
internal sealed unsafe partial class Waker : IDisposable
{
    internal const short Readable = 0x1;
    internal const short Writable = 0x4;
    private const short Broken = 0x8 | 0x10 | 0x20;

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private readonly SafeFileHandle _event = new(eventfd(0, NonBlocking | CloseOnExec), ownsHandle: true);

    /// <summary>Ends the current or the next <see cref="Wait"/> at once. Thread-safe; harmless after disposal.</summary>
    internal void Wake()
    {
        bool held = false;
        try
        {
            _event.DangerousAddRef(ref held);
            ulong one = 1;
            _ = write(_event.DangerousGetHandle().ToInt32(), &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The thread that would be woken has ended already.
        }
        finally
        {
            if (held)
            {
                _event.DangerousRelease();
            }
        }
    }

    /// <summary>Waits for the socket (-1 for none), a wake or the end of the time.</summary>
    /// <param name="wanted">Of <see cref="Readable"/> and <see cref="Writable"/>.</param>
    /// <returns>What the socket is ready for; a broken one is ready for all that was wanted, so that the next call reports it.</returns>
    internal short Wait(int socket, short wanted, int timeoutMs)
    {
        Entry* entries = stackalloc Entry[2];
        entries[0] = new Entry { Descriptor = _event.DangerousGetHandle().ToInt32(), Wanted = Readable };
        entries[1] = new Entry { Descriptor = socket, Wanted = wanted };
        if (poll(entries, socket < 0 ? 1u : 2u, timeoutMs) <= 0)
        {
            return 0;
        }

        if (entries[0].Ready != 0)
        {
            ulong drained;
            _ = read(entries[0].Descriptor, &drained, sizeof(ulong));
        }

        short ready = entries[1].Ready;
        return (ready & Broken) != 0 ? (short)(Readable | (wanted & Writable)) : ready;
    }

    public void Dispose() => _event.Dispose();

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial int poll(Entry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, void* buffer, nuint count);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Ready;
    }
}
