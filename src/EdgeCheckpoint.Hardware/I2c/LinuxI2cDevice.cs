namespace EdgeCheckpoint.Hardware.I2c;

/// <summary>One address on a bus of the kernel. The bus is its owner's to close.</summary>
internal sealed class LinuxI2cDevice(LinuxI2cBus bus, ushort address) : II2cDevice
{
    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read) =>
        write.IsEmpty && read.IsEmpty ? throw new ArgumentException("There is nothing to transfer.", nameof(write)) : bus.Transfer(address, write, read);

    public void Dispose()
    {
    }
}
