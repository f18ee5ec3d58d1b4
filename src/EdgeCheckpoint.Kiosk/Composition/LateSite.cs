using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Gate, signals and contacts on a GPIO chip that may not be there yet: it is looked for again by itself, and until then every command says so.</summary>
internal sealed class LateSite(string device, SiteOptions options, TimeProvider time) : IGate, ISignals, ISiteInputs
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _opening = new();
    private SiteHardware? _site;
    private KernelGpioChip? _chip;
    private long _lookedAt;
    private bool _disposed;

    /// <inheritdoc/>
    public string Fault { get; private set; } = "";

    public GatePosition Position => Site()?.Gate.Position ?? GatePosition.Barred;

    public OutputFault Open() => Site()?.Gate.Open() ?? OutputFault.Absent;

    public OutputFault Bar() => Site()?.Gate.Bar() ?? OutputFault.Absent;

    public OutputFault Release() => Site()?.Gate.Release() ?? OutputFault.Absent;

    public OutputFault Show(SignalAspect aspect) => Site()?.Signals.Show(aspect) ?? OutputFault.Absent;

    public OutputFault Sound(BuzzerPattern pattern) => Site()?.Signals.Sound(pattern) ?? OutputFault.Absent;

    public async ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken)
    {
        while (Site() is null)
        {
            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }

        return await Site()!.Inputs.ReadAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _site?.Dispose();
            _chip?.Dispose();
            _site = null;
        }
    }

    private SiteHardware? Site()
    {
        if (_site is { } open)
        {
            return open;
        }

        lock (_opening)
        {
            if (_site is null && !_disposed && (_lookedAt == 0 || time.GetElapsedTime(_lookedAt) >= LookAgainAfter))
            {
                _lookedAt = time.GetTimestamp();
                Look();
            }

            return _site;
        }
    }

    private void Look()
    {
        GpioFault fault = KernelGpioChip.Open(device, out KernelGpioChip? chip);
        if (fault != GpioFault.None)
        {
            Fault = $"gpio:device: {device} cannot be opened ({fault}); 'checkpointctl gpio list' shows the chips of this board";
            return;
        }

        if (!SiteHardware.TryOpen(chip!, options, time, out SiteHardware? site, out string problem))
        {
            Fault = problem;
            chip!.Dispose();
            return;
        }

        (_chip, _site, Fault) = (chip, site, "");
    }
}
