using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Opens the chip that gate, signals and contacts are wired to.</summary>
/// <param name="chip">Null after a fault.</param>
internal delegate GpioFault OpenChip(out IGpioChip? chip);

/// <summary>Gate, signals and contacts on a GPIO chip that may not be there yet, or go away: it is looked for again by itself, and until then every command says so.</summary>
/// <param name="device">The chip's name, for people.</param>
internal sealed class LateSite(string device, OpenChip open, SiteOptions options, TimeProvider time) : IGate, ISignals, ISiteInputs
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _opening = new();
    private SiteHardware? _site;
    private IGpioChip? _chip;
    private string _fault = "";
    private long _lookedAt;
    private volatile bool _released;
    private bool _disposed;

    /// <inheritdoc/>
    public string Fault => Site() is { } site ? site.Inputs.Fault : _fault;

    public GatePosition Position => Site()?.Gate.Position ?? GatePosition.Barred;

    /// <summary>Opens a chip of the kernel.</summary>
    public static OpenChip Kernel(string device) => (out chip) =>
    {
        GpioFault fault = KernelGpioChip.Open(device, out KernelGpioChip? opened);
        chip = opened;
        return fault;
    };

    public OutputFault Open() => Site()?.Gate.Open() ?? OutputFault.Absent;

    public OutputFault Bar()
    {
        OutputFault fault = Site()?.Gate.Bar() ?? OutputFault.Absent;
        _released &= fault == OutputFault.Held;
        return fault;
    }

    public OutputFault Release()
    {
        _released = true;
        return Site()?.Gate.Release() ?? OutputFault.Absent;
    }

    public OutputFault Show(SignalAspect aspect) => Site()?.Signals.Show(aspect) ?? OutputFault.Absent;

    public OutputFault Sound(BuzzerPattern pattern) => Site()?.Signals.Sound(pattern) ?? OutputFault.Absent;

    public async ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Site() is { } site)
            {
                try
                {
                    return await site.Inputs.ReadAsync(cancellationToken);
                }
                catch (ChannelClosedException)
                {
                    // The chip went away and this site with it; the next one tells the levels that hold then.
                    continue;
                }
            }

            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            Leave();
        }
    }

    private SiteHardware? Site()
    {
        if (_site is { Inputs.Fault.Length: 0 } open)
        {
            return open;
        }

        lock (_opening)
        {
            if (!_disposed && _site is not { Inputs.Fault.Length: 0 } && (_lookedAt == 0 || time.GetElapsedTime(_lookedAt) >= LookAgainAfter))
            {
                _lookedAt = time.GetTimestamp();
                Leave();
                Look();
            }

            return _site;
        }
    }

    /// <summary>A chip that failed is opened anew: after it was unplugged, the old way to it stays dead.</summary>
    private void Leave()
    {
        _site?.Dispose();
        _chip?.Dispose();
        (_chip, _site) = (null, null);
    }

    private void Look()
    {
        GpioFault fault = open(out IGpioChip? chip);
        if (fault != GpioFault.None)
        {
            _fault = $"gpio:device: {device} cannot be opened ({fault}); 'checkpointctl gpio list' shows the chips of this board";
            return;
        }

        if (!SiteHardware.TryOpen(chip!, options, time, out SiteHardware? site, out _fault))
        {
            chip!.Dispose();
            return;
        }

        (_chip, _site) = (chip, site);
        if (_released)
        {
            // A way out that was opened stays open, whatever became of the chip meanwhile.
            site!.Gate.Release();
        }
    }
}
