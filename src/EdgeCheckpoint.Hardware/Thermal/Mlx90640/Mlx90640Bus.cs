using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Words by 16-bit address over a bus of bytes.</summary>
internal sealed class Mlx90640Bus(II2cDevice device, SensorCounters counters, int attempts) : IDisposable
{
    private readonly RetryingBus _bus = new(device, counters, attempts);

    /// <inheritdoc cref="II2cDevice.Problem"/>
    public string Problem => _bus.Problem;

    public SensorFault Read(ushort address, Span<ushort> words)
    {
        Span<byte> write = [(byte)(address >> 8), (byte)address];
        SensorFault fault = _bus.Transfer(write, MemoryMarshal.AsBytes(words));
        if (fault == SensorFault.None && BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return fault;
    }

    public SensorFault ReadOne(ushort address, out ushort word)
    {
        Span<ushort> one = stackalloc ushort[1];
        SensorFault fault = Read(address, one);
        word = one[0];
        return fault;
    }

    public SensorFault Write(ushort address, ushort word) =>
        _bus.Transfer([(byte)(address >> 8), (byte)address, (byte)(word >> 8), (byte)word], []);

    public void Dispose() => _bus.Dispose();
}
