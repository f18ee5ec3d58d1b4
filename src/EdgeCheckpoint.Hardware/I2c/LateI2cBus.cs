namespace EdgeCheckpoint.Hardware.I2c;

/// <summary>A bus of the kernel that may come late, or go and come back, as that of a USB adapter does: it is looked for again by itself, and meanwhile nothing answers.</summary>
/// <remarks>Its chips may be used from different threads.</remarks>
public sealed class LateI2cBus(int number, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();
    private LinuxI2cBus? _bus;
    private long? _lookedAt;
    private volatile string _problem = "";

    /// <summary>The chip at an address; the bus stays this object's.</summary>
    /// <param name="address">7 bits, 0x08 to 0x77.</param>
    public II2cDevice Device(int address) => new Chip(this, address);

    public void Dispose()
    {
        lock (_turn)
        {
            _bus?.Dispose();
        }
    }

    private LinuxI2cBus? Look()
    {
        if (_bus is { IsGone: true })
        {
            _bus.Dispose();
            _bus = null;
        }

        if (_bus is null && (_lookedAt is not { } looked || time.GetElapsedTime(looked) >= LookAgainAfter))
        {
            _lookedAt = time.GetTimestamp();
            _bus = LinuxI2cBus.TryOpen(number, out string? problem);
            _problem = problem ?? "";
        }

        return _bus;
    }

    private sealed class Chip(LateI2cBus late, int address) : II2cDevice
    {
        private LinuxI2cBus? _bus;
        private II2cDevice? _device;

        public string Problem => late._problem;

        public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
        {
            // For the whole transfer: the bus must not be closed by the thread of another chip meanwhile.
            lock (late._turn)
            {
                if (late.Look() is not { } bus)
                {
                    return BusFault.AddressNack;
                }

                if (bus != _bus)
                {
                    (_bus, _device) = (bus, bus.Device(address));
                }

                return _device!.Transfer(write, read);
            }
        }

        public void Dispose()
        {
        }
    }
}
