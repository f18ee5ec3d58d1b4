using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>A chip on a kernel bus that may not be there yet: the bus is looked for again by itself, and until then nothing answers.</summary>
internal sealed class LateI2cDevice(int bus, int address, TimeProvider time) : II2cDevice
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private LinuxI2cBus? _bus;
    private II2cDevice? _device;
    private long _lookedAt;

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (_device is null && (_lookedAt == 0 || time.GetElapsedTime(_lookedAt) >= LookAgainAfter))
        {
            _lookedAt = time.GetTimestamp();
            _bus = LinuxI2cBus.TryOpen(bus, out string? problem);
            _device = _bus?.Device(address);
            Problem = problem ?? "";
        }

        return _device?.Transfer(write, read) ?? BusFault.AddressNack;
    }

    public void Dispose()
    {
        _device?.Dispose();
        _bus?.Dispose();
    }
}
