using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A bus that fails as buses fail, between a driver and a simulated chip. Knobs may be turned from any thread.</summary>
public sealed class FaultyI2c(II2cDevice inner) : II2cDevice
{
    private readonly Lock _lock = new();
    private BusFault _fault;
    private int _left;
    private int _every;
    private long _transfers;

    /// <summary>The next transfers fail this way; <see cref="int.MaxValue"/> until told otherwise.</summary>
    public void FailNext(int transfers, BusFault fault)
    {
        lock (_lock)
        {
            _fault = fault;
            _left = transfers;
            _every = 0;
        }
    }

    /// <summary>Every n-th transfer fails this way.</summary>
    public void FailEvery(int transfers, BusFault fault)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(transfers);
            _fault = fault;
            _left = 0;
            _every = transfers;
        }
    }

    public void Heal() => FailNext(0, BusFault.None);

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        lock (_lock)
        {
            _transfers++;
            if (_left > 0)
            {
                _left--;
                return _fault;
            }

            if (_every > 0 && _transfers % _every == 0)
            {
                return _fault;
            }
        }

        return inner.Transfer(write, read);
    }

    public void Dispose() => inner.Dispose();
}
