using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>A scanner that types, taken from everybody else.</summary>
internal sealed unsafe class KeyboardPort : IScannerPort
{
    private readonly FileDescriptor _device;
    private readonly UsKeyMap _keys = new();
    private readonly InputAbi.InputEvent[] _events = new InputAbi.InputEvent[64];
    private int _next;
    private int _read;

    private KeyboardPort(FileDescriptor device) => _device = device;

    /// <param name="fault">What is wrong and what to do; empty when nothing is.</param>
    internal static KeyboardPort? Open(string path, out string fault)
    {
        FileDescriptor device = FileDescriptor.Open(path, Libc.ReadOnly | Libc.NonBlocking, out int errno);
        if (errno == 0 && device.Control(InputAbi.Grab, (void*)1, out errno) >= 0)
        {
            fault = "";
            return new KeyboardPort(device);
        }

        device.Dispose();
        fault = errno switch
        {
            Errno.NoEntry or Errno.NoDevice => $"{path} is not there; plug the scanner in",
            Errno.AccessDenied => $"not allowed to read {path}; put the service's user into group input",
            Errno.Busy => $"another program has taken {path} for itself",
            Errno.NotTypewriter => $"{path} does not type; use kind Serial for a serial one",
            _ => $"{path}: {Errno.Describe(errno)}",
        };
        return null;
    }

    public ScannerFault Read(Span<byte> bytes, int timeoutMilliseconds, out int count)
    {
        count = 0;
        if (_next == _read && !Fetch(timeoutMilliseconds, out ScannerFault gone))
        {
            return gone;
        }

        while (_next < _read && count < bytes.Length)
        {
            InputAbi.InputEvent one = _events[_next++];
            if (one is { Type: InputAbi.TypeSynchronize, Code: InputAbi.Dropped })
            {
                _keys.Reset();
                return ScannerFault.Lost;
            }

            byte typed = one.Type == InputAbi.TypeKey ? _keys.Take(one) : (byte)0;
            if (typed != 0)
            {
                bytes[count++] = typed;
            }
        }

        return ScannerFault.None;
    }

    public void Dispose()
    {
        _device.Control(InputAbi.Grab, null, out _);
        _device.Dispose();
    }

    /// <returns>Whether there are events to take.</returns>
    private bool Fetch(int timeoutMilliseconds, out ScannerFault fault)
    {
        fault = ScannerFault.None;
        if (!_device.WaitReadable(timeoutMilliseconds))
        {
            return false;
        }

        int read = _device.Read(MemoryMarshal.AsBytes(_events.AsSpan()), out int errno);
        _next = 0;
        _read = Math.Max(read, 0) / sizeof(InputAbi.InputEvent);
        fault = read > 0 || errno == Errno.Again ? ScannerFault.None : ScannerFault.Gone;
        return _read > 0;
    }
}
