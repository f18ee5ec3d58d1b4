using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>A scanner on a serial line, or a USB one that looks like it.</summary>
internal sealed class SerialPort : IScannerPort
{
    private readonly FileDescriptor _device;

    private SerialPort(FileDescriptor device) => _device = device;

    /// <param name="fault">What is wrong and what to do; empty when nothing is.</param>
    internal static SerialPort? Open(string path, int baud, out string fault)
    {
        FileDescriptor device = FileDescriptor.Open(path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking, out int errno);
        errno = errno == 0 ? TerminalAbi.SetRaw(device, baud) : errno;
        if (errno == 0)
        {
            fault = "";
            return new SerialPort(device);
        }

        device.Dispose();
        fault = errno switch
        {
            Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress => $"{path} is not there; plug the scanner in",
            Errno.AccessDenied => $"not allowed to read {path}; put the service's user into group dialout",
            Errno.NotTypewriter => $"{path} is no serial line; use kind Keyboard for a scanner that types",
            _ => $"{path}: {Errno.Describe(errno)}",
        };
        return null;
    }

    public ScannerFault Read(Span<byte> bytes, int timeoutMilliseconds, out int count)
    {
        count = 0;
        if (!_device.WaitReadable(timeoutMilliseconds))
        {
            return ScannerFault.None;
        }

        int read = _device.Read(bytes, out int errno);
        count = Math.Max(read, 0);
        return read > 0 || errno == Errno.Again ? ScannerFault.None : ScannerFault.Gone;
    }

    public void Dispose() => _device.Dispose();
}
