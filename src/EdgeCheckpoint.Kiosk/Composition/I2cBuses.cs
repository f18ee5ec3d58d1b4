using System.Collections.Concurrent;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>The buses of this kiosk, each opened once: sensor and range finder may hang on the same one.</summary>
internal sealed class I2cBuses(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<int, LateI2cBus> _buses = new();

    public II2cDevice Device(int bus, int address) => _buses.GetOrAdd(bus, number => new LateI2cBus(number, time)).Device(address);

    public void Dispose()
    {
        foreach (LateI2cBus bus in _buses.Values)
        {
            bus.Dispose();
        }
    }
}
