using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Gpio;

/// <summary>A chip behind the kernel's GPIO character device, <c>/dev/gpiochip0</c>.</summary>
/// <remarks>Linux 5.10 and newer. When this process dies, however it dies, the kernel takes its lines back at once.</remarks>
public sealed class KernelGpioChip : IGpioChip
{
    private readonly FileDescriptor _chip;

    private KernelGpioChip(FileDescriptor chip, string name, string label, int lines)
    {
        _chip = chip;
        Name = name;
        Label = label;
        LineCount = lines;
    }

    /// <summary>The kernel's name, as <c>gpiochip0</c>.</summary>
    public string Name { get; }

    /// <summary>The driver's name, as <c>pinctrl-bcm2711</c> on a Raspberry Pi 4 and <c>pinctrl-rp1</c> on a 5.</summary>
    public string Label { get; }

    public int LineCount { get; }

    /// <param name="chip">Null after a fault.</param>
    public static GpioFault Open(string path, out KernelGpioChip? chip)
    {
        chip = null;
        FileDescriptor descriptor = FileDescriptor.Open(path, Libc.ReadWrite, out int errno);
        if (errno != 0)
        {
            descriptor.Dispose();
            return GpioCalls.Fault(errno);
        }

        GpioFault fault = GpioCalls.ReadChip(descriptor, out string name, out string label, out int lines);
        if (fault != GpioFault.None)
        {
            descriptor.Dispose();
            return fault;
        }

        chip = new KernelGpioChip(descriptor, name, label, lines);
        return GpioFault.None;
    }

    /// <summary>Describes one line.</summary>
    public GpioFault Describe(int offset, out GpioLineInfo line)
    {
        if (offset < 0 || offset >= LineCount)
        {
            line = new GpioLineInfo(offset, "", "", false, false, false);
            return GpioFault.Absent;
        }

        return GpioCalls.ReadLine(_chip, offset, out line);
    }

    /// <inheritdoc/>
    public GpioFault Find(string name, out int offset)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        for (offset = 0; offset < LineCount; offset++)
        {
            GpioFault fault = Describe(offset, out GpioLineInfo line);
            if (fault != GpioFault.None || line.Name == name)
            {
                offset = fault == GpioFault.None ? offset : -1;
                return fault;
            }
        }

        offset = -1;
        return GpioFault.Absent;
    }

    /// <inheritdoc/>
    public GpioFault Request(GpioRequest request, out IGpioLines? lines)
    {
        ArgumentNullException.ThrowIfNull(request);
        lines = null;
        if (request.Lines.Count is 0 or > GpioAbi.MaximumLines || request.Lines.Any(line => line.Offset < 0 || line.Offset >= LineCount))
        {
            return GpioFault.Absent;
        }

        GpioFault fault = GpioCalls.Take(_chip, request, out FileDescriptor? taken);
        lines = fault == GpioFault.None ? new KernelGpioLines(taken!, request) : null;
        return fault;
    }

    public void Dispose() => _chip.Dispose();
}
