using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>Repeats a failed transaction within a bound, counts every failure, and says in a sensor's words what remained.</summary>
internal sealed class RetryingBus(II2cDevice device, SensorCounters counters, int attempts) : IDisposable
{
    /// <inheritdoc cref="II2cDevice.Problem"/>
    public string Problem => device.Problem;

    public SensorFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        BusFault fault = BusFault.None;
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            fault = device.Transfer(write, read);
            if (fault == BusFault.None)
            {
                return SensorFault.None;
            }

            counters.Count(fault);
        }

        return fault == BusFault.AddressNack ? SensorFault.Absent : SensorFault.Bus;
    }

    public void Dispose() => device.Dispose();
}
