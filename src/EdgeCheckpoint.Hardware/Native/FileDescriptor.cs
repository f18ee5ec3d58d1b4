using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>An open file or device. Closing it from another thread is safe: a call under way keeps it open until it returns.</summary>
internal sealed unsafe class FileDescriptor : SafeHandle
{
    private FileDescriptor(int descriptor, bool ownsHandle)
        : base(-1, ownsHandle) => SetHandle(descriptor);

    public override bool IsInvalid => handle < 0;

    /// <summary>Opens with O_CLOEXEC.</summary>
    /// <param name="flags">Flags of <see cref="Libc"/>.</param>
    /// <param name="errno">0, or why it failed; then the result is invalid.</param>
    internal static FileDescriptor Open(string path, int flags, out int errno)
    {
        int descriptor = Libc.Open(path, flags | Libc.CloseOnExec);
        errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new FileDescriptor(descriptor, ownsHandle: true);
    }

    /// <summary>Takes over a descriptor that a system call gave.</summary>
    internal static FileDescriptor Own(int descriptor) => new(descriptor, ownsHandle: true);

    /// <summary>Uses a descriptor that somebody else closes, and keeps longer than this.</summary>
    internal static FileDescriptor Borrow(nint descriptor) => new((int)descriptor, ownsHandle: false);

    /// <returns>The call's result, -1 with <paramref name="errno"/> set when it failed. Interrupted calls are repeated.</returns>
    internal int Control(nuint request, void* argument, out int errno)
    {
        using Lease lease = new(this);
        int result;
        do
        {
            result = Libc.Ioctl(lease.Descriptor, request, argument);
            errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Errno.Interrupted);
        return result;
    }

    /// <summary>Reads what is there, at most the buffer.</summary>
    /// <returns>Bytes read, 0 at the end of the file, -1 with <paramref name="errno"/> set.</returns>
    internal int Read(Span<byte> buffer, out int errno)
    {
        using Lease lease = new(this);
        fixed (byte* first = buffer)
        {
            nint count;
            do
            {
                count = Libc.Read(lease.Descriptor, first, (nuint)buffer.Length);
                errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == Errno.Interrupted);
            return (int)count;
        }
    }

    /// <summary>Writes all of the buffer or fails.</summary>
    /// <returns>0, or the error number.</returns>
    internal int Write(ReadOnlySpan<byte> buffer)
    {
        using Lease lease = new(this);
        fixed (byte* first = buffer)
        {
            int done = 0;
            while (done < buffer.Length)
            {
                nint count = Libc.Write(lease.Descriptor, first + done, (nuint)(buffer.Length - done));
                int errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (errno != 0 && errno != Errno.Interrupted)
                {
                    return errno;
                }

                done += (int)Math.Max(count, 0);
            }
        }

        return 0;
    }

    /// <summary>Waits until something can be read from either, or either is broken.</summary>
    /// <param name="second">May be the same as <paramref name="first"/>.</param>
    /// <returns>Which of the two can be read without blocking; an ended or broken one counts as readable.</returns>
    internal static (bool First, bool Second) WaitReadable(FileDescriptor first, FileDescriptor second, int timeoutMilliseconds)
    {
        using Lease one = new(first);
        using Lease two = new(second);
        Libc.PollDescriptor* waits = stackalloc Libc.PollDescriptor[2];
        waits[0] = new Libc.PollDescriptor { Descriptor = one.Descriptor, Events = Libc.PollIn };
        waits[1] = new Libc.PollDescriptor { Descriptor = two.Descriptor, Events = Libc.PollIn };
        int ready = Libc.Poll(waits, 2, timeoutMilliseconds);
        const int Any = Libc.PollIn | Libc.PollBroken;
        return ready <= 0 ? (false, false) : ((waits[0].Returned & Any) != 0, (waits[1].Returned & Any) != 0);
    }

    internal bool WaitReadable(int timeoutMilliseconds) => WaitReadable(this, this, timeoutMilliseconds).First;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    /// <summary>Keeps the descriptor open, so that its number cannot be reused, while a call is under way.</summary>
    private readonly ref struct Lease
    {
        private readonly FileDescriptor _owner;

        internal Lease(FileDescriptor owner)
        {
            _owner = owner;
            bool added = false;
            owner.DangerousAddRef(ref added);
            Descriptor = (int)owner.handle;
        }

        internal int Descriptor { get; }

        public void Dispose() => _owner.DangerousRelease();
    }
}
