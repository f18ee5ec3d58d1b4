using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Gpio;

/// <summary>Lines that the kernel keeps for us as long as their descriptor is open.</summary>
internal sealed class KernelGpioLines : IGpioLines
{
    private const int EventsAtOnce = 16;

    private readonly FileDescriptor _lines;
    private readonly GpioRequest _request;
    private readonly ulong _all;

    internal KernelGpioLines(FileDescriptor lines, GpioRequest request)
    {
        _lines = lines;
        _request = request;
        _all = request.Lines.Count == GpioAbi.MaximumLines ? ulong.MaxValue : (1UL << request.Lines.Count) - 1;
    }

    /// <inheritdoc/>
    public GpioFault Get(out ulong levels)
    {
        levels = 0;
        return _lines.IsClosed ? GpioFault.Failed : GpioCalls.Get(_lines, _all, out levels);
    }

    /// <inheritdoc/>
    public GpioFault Set(ulong levels, ulong mask) =>
        !_request.Output ? GpioFault.Unsupported
        : _lines.IsClosed ? GpioFault.Failed
        : GpioCalls.Set(_lines, levels, mask & _all);

    /// <inheritdoc/>
    public GpioFault Wait(Span<GpioEdge> edges, int timeoutMilliseconds, out int count)
    {
        count = 0;
        if (_lines.IsClosed || !_lines.WaitReadable(timeoutMilliseconds))
        {
            return _lines.IsClosed ? GpioFault.Failed : GpioFault.None;
        }

        Span<GpioAbi.LineEvent> events = stackalloc GpioAbi.LineEvent[Math.Min(edges.Length, EventsAtOnce)];
        GpioFault fault = GpioCalls.ReadEvents(_lines, events, out count);
        for (int i = 0; i < count; i++)
        {
            edges[i] = new GpioEdge(Index(events[i].Offset), events[i].Id == GpioAbi.RisingEdge, TimeSpan.FromTicks((long)(events[i].Nanoseconds / 100)), events[i].Sequence);
        }

        return fault;
    }

    public void Dispose() => _lines.Dispose();

    private int Index(uint offset)
    {
        for (int i = 0; i < _request.Lines.Count; i++)
        {
            if (_request.Lines[i].Offset == offset)
            {
                return i;
            }
        }

        throw new System.Diagnostics.UnreachableException($"the kernel told of line {offset}, which was not requested");
    }
}
