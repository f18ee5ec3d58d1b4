using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.I2c;

/// <summary>A bus of the kernel: <c>/dev/i2c-N</c>. One owner in the whole machine; its devices may be used from different threads.</summary>
public sealed unsafe class LinuxI2cBus : IDisposable
{
    private static readonly ConcurrentDictionary<int, bool> Owned = new();

    private readonly Lock _lock = new();
    private readonly FileDescriptor _file;
    private readonly int _number;
    private readonly bool _plain;
    private bool _disposed;
    private volatile bool _gone;

    private LinuxI2cBus(int number, FileDescriptor file, bool plain)
    {
        _number = number;
        _file = file;
        _plain = plain;
    }

    /// <summary>True once the adapter was unplugged: this bus never answers again, another may come in its place.</summary>
    public bool IsGone => _gone;

    /// <summary>Opens the bus for this process alone.</summary>
    /// <param name="number">N of <c>/dev/i2c-N</c>.</param>
    /// <param name="problem">Null, or one sentence that says why there is no bus and what to do.</param>
    /// <returns>Null when <paramref name="problem"/> is set.</returns>
    public static LinuxI2cBus? TryOpen(int number, out string? problem)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        string path = $"/dev/i2c-{number}";
        if (!Owned.TryAdd(number, true))
        {
            problem = $"{path} is already in use by this program.";
            return null;
        }

        FileDescriptor file = FileDescriptor.Open(path, Libc.ReadWrite, out int errno);
        problem = errno switch
        {
            0 => Claim(file, path),
            Errno.NoEntry => $"{path} is absent. Turn I2C on (dtparam=i2c_arm=on) and load i2c-dev.",
            Errno.AccessDenied or Errno.NotPermitted => $"{path} may not be opened. Add the user to the group i2c.",
            _ => $"{path}: {Errno.Describe(errno)}.",
        };

        ulong functions = 0;
        if (problem is null && (file.Control(I2cAbi.Functions, &functions, out errno) < 0 || (functions & (I2cAbi.CanTransfer | I2cAbi.CanSmbus)) == 0))
        {
            problem = $"{path} offers neither plain nor SMBus block transfers.";
        }

        if (problem is not null)
        {
            file.Dispose();
            Owned.TryRemove(number, out _);
            return null;
        }

        return new LinuxI2cBus(number, file, (functions & I2cAbi.CanTransfer) != 0);
    }

    /// <summary>The chip at an address; may be absent, which its transfers then say.</summary>
    /// <param name="address">7 bits, 0x08 to 0x77.</param>
    public II2cDevice Device(int address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, 0x08);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, 0x77);
        return new LinuxI2cDevice(this, (ushort)address);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _file.Dispose();
                Owned.TryRemove(_number, out _);
            }
        }
    }

    internal BusFault Transfer(ushort address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.Length > ushort.MaxValue || read.Length > ushort.MaxValue)
        {
            throw new ArgumentException("A message has at most 65535 bytes.", nameof(write));
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int errno = _plain ? Plain(address, write, read) : Smbus(address, write, read);
            _gone |= errno == Errno.NoDevice;

            // Some adapters say EREMOTEIO whoever did not acknowledge; a byte read tells whether anybody is there.
            return errno == Errno.RemoteIo && Plain(address, [], stackalloc byte[1]) is 0 ? BusFault.DataNack : I2cFaults.Of(errno);
        }
    }

    private static string? Claim(FileDescriptor file, string path)
    {
        bool added = false;
        file.DangerousAddRef(ref added);
        try
        {
            return I2cAbi.Lock((int)file.DangerousGetHandle(), I2cAbi.LockExclusiveNow) == 0
                ? null
                : $"{path} is in use by another program. Stop it, or name another bus.";
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    /// <returns>0 or the error number.</returns>
    private int Plain(ushort address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        fixed (byte* writeBytes = &MemoryMarshal.GetReference(write), readBytes = &MemoryMarshal.GetReference(read))
        {
            I2cAbi.Message* messages = stackalloc I2cAbi.Message[2];
            uint count = 0;
            if (write.Length > 0)
            {
                messages[count++] = new I2cAbi.Message { Address = address, Length = (ushort)write.Length, Buffer = writeBytes };
            }

            if (read.Length > 0)
            {
                messages[count++] = new I2cAbi.Message { Address = address, Flags = I2cAbi.MessageRead, Length = (ushort)read.Length, Buffer = readBytes };
            }

            var transfer = new I2cAbi.Transfer { Messages = messages, Count = count };
            int done = _file.Control(I2cAbi.ReadWrite, &transfer, out int errno);
            return done < 0 ? errno : done == count ? 0 : Errno.Io;
        }
    }

    /// <summary>For adapters without plain transfers: a command byte, then up to 32 bytes one way.</summary>
    private int Smbus(ushort address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        bool reads = read.Length > 0;
        int length = reads ? read.Length : write.Length - 1;
        if (write.Length == 0 || (reads && write.Length != 1) || length is < 1 or > I2cAbi.SmbusBlockAtMost)
        {
            return Errno.OperationNotSupported;
        }

        if (_file.Control(I2cAbi.Slave, (void*)address, out int errno) < 0)
        {
            return errno;
        }

        byte* data = stackalloc byte[I2cAbi.SmbusBlockAtMost + 2];
        data[0] = (byte)length;
        if (!reads)
        {
            write[1..].CopyTo(new Span<byte>(data + 1, length));
        }

        var transfer = new I2cAbi.SmbusTransfer { Read = reads ? (byte)1 : (byte)0, Command = write[0], Size = I2cAbi.SmbusI2cBlock, Data = data };
        if (_file.Control(I2cAbi.Smbus, &transfer, out errno) < 0)
        {
            return errno;
        }

        if (reads)
        {
            new Span<byte>(data + 1, length).CopyTo(read);
        }

        return !reads || data[0] == length ? 0 : Errno.Io;
    }
}
