using System.Text;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The requests of <see cref="GpioAbi"/> with their faults as values.</summary>
internal static unsafe class GpioCalls
{
    internal static GpioFault ReadChip(FileDescriptor chip, out string name, out string label, out int lines)
    {
        GpioAbi.ChipInfo info;
        int result = chip.Control(GpioAbi.GetChipInfo, &info, out int errno);
        (name, label, lines) = result < 0 ? ("", "", 0) : (Text(info.Name), Text(info.Label), (int)info.Lines);
        return result < 0 ? Fault(errno) : GpioFault.None;
    }

    internal static GpioFault ReadLine(FileDescriptor chip, int offset, out GpioLineInfo line)
    {
        GpioAbi.LineInfo info = new() { Offset = (uint)offset };
        int result = chip.Control(GpioAbi.GetLineInfo, &info, out int errno);
        line = result < 0 ? new GpioLineInfo(offset, "", "", false, false, false) : new GpioLineInfo(
            offset,
            Text(info.Name),
            Text(info.Consumer),
            (info.Flags & GpioAbi.Used) != 0,
            (info.Flags & GpioAbi.Output) != 0,
            (info.Flags & GpioAbi.ActiveLow) != 0);
        return result < 0 ? Fault(errno) : GpioFault.None;
    }

    /// <summary>Lines that differ in polarity or pull get their flags by attributes; one attribute serves all lines alike.</summary>
    internal static GpioFault Take(FileDescriptor chip, GpioRequest wanted, out FileDescriptor? lines)
    {
        GpioAbi.LineRequest request = new() { LineCount = (uint)wanted.Lines.Count };
        ReadOnlySpan<byte> consumer = Encoding.UTF8.GetBytes(wanted.Consumer);
        consumer[..Math.Min(consumer.Length, GpioAbi.NameBytes - 1)].CopyTo(new Span<byte>(request.Consumer, GpioAbi.NameBytes));
        ulong outputs = 0;
        ulong all = wanted.Lines.Count == GpioAbi.MaximumLines ? ulong.MaxValue : (1UL << wanted.Lines.Count) - 1;
        Dictionary<ulong, ulong> groups = [];
        for (int i = 0; i < wanted.Lines.Count; i++)
        {
            GpioLine line = wanted.Lines[i];
            request.Offsets[i] = (uint)line.Offset;
            outputs |= line.Active ? 1UL << i : 0;
            ulong flags = Flags(wanted, line);
            groups[flags] = groups.GetValueOrDefault(flags) | (1UL << i);
        }

        // The commonest flags are the default; an attribute each says which lines have others.
        request.Config.Flags = groups.MaxBy(static group => ulong.PopCount(group.Value)).Key;
        foreach ((ulong flags, ulong mask) in groups)
        {
            if (flags != request.Config.Flags)
            {
                Add(ref request.Config, GpioAbi.AttributeFlags, flags, mask);
            }
        }

        if (wanted.Output)
        {
            Add(ref request.Config, GpioAbi.AttributeOutputValues, outputs, all);
        }
        else if (wanted.Debounce > TimeSpan.Zero)
        {
            Add(ref request.Config, GpioAbi.AttributeDebounce, (ulong)wanted.Debounce.TotalMicroseconds, all);
        }

        int result = chip.Control(GpioAbi.GetLine, &request, out int errno);
        lines = result < 0 ? null : FileDescriptor.Own(request.Descriptor);
        return result < 0 ? Fault(errno) : GpioFault.None;
    }

    internal static GpioFault Get(FileDescriptor lines, ulong mask, out ulong levels)
    {
        GpioAbi.LineValues values = new() { Mask = mask };
        int result = lines.Control(GpioAbi.GetValues, &values, out int errno);
        levels = result < 0 ? 0 : values.Bits & mask;
        return result < 0 ? Fault(errno) : GpioFault.None;
    }

    internal static GpioFault Set(FileDescriptor lines, ulong levels, ulong mask)
    {
        GpioAbi.LineValues values = new() { Bits = levels, Mask = mask };
        return lines.Control(GpioAbi.SetValues, &values, out int errno) < 0 ? Fault(errno) : GpioFault.None;
    }

    /// <summary>Reads the changes that wait, at most as many as <paramref name="events"/> has room for.</summary>
    internal static GpioFault ReadEvents(FileDescriptor lines, Span<GpioAbi.LineEvent> events, out int count)
    {
        int bytes = lines.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(events), out int errno);
        count = Math.Max(bytes, 0) / sizeof(GpioAbi.LineEvent);
        return bytes > 0 ? GpioFault.None : bytes == 0 ? GpioFault.Failed : Fault(errno);
    }

    internal static GpioFault Fault(int errno) => errno switch
    {
        Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress => GpioFault.Absent,
        Errno.Busy => GpioFault.Busy,
        Errno.AccessDenied or Errno.NotPermitted => GpioFault.Denied,
        Errno.OperationNotSupported or Errno.NotTypewriter or Errno.NotSupportedInKernel => GpioFault.Unsupported,
        _ => GpioFault.Failed,
    };

    private static ulong Flags(GpioRequest request, GpioLine line)
    {
        ulong flags = line.ActiveLow ? GpioAbi.ActiveLow : 0;
        if (request.Output)
        {
            return flags | GpioAbi.Output;
        }

        flags |= GpioAbi.Input | (request.Edges ? GpioAbi.EdgeRising | GpioAbi.EdgeFalling : 0);
        return flags | line.Bias switch
        {
            GpioBias.PullUp => GpioAbi.PullUp,
            GpioBias.PullDown => GpioAbi.PullDown,
            GpioBias.None => GpioAbi.BiasDisabled,
            _ => 0,
        };
    }

    private static void Add(ref GpioAbi.LineConfig config, uint id, ulong value, ulong mask)
    {
        ref GpioAbi.ConfigAttribute attribute = ref config.Attributes[(int)config.AttributeCount++];
        attribute.Id = id;
        attribute.Value = value;
        attribute.Mask = mask;
    }

    private static string Text(byte* name)
    {
        ReadOnlySpan<byte> bytes = new(name, GpioAbi.NameBytes);
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
