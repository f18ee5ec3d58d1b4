namespace EdgeCheckpoint.Hardware.I2c;

/// <summary>One chip on a bus. One owner, one thread. Simulated and real adapters behave alike.</summary>
public interface II2cDevice : IDisposable
{
    /// <summary>Why there is no bus, and what to do; empty while there is one.</summary>
    string Problem => "";

    /// <summary>Writes, then reads after a repeated start, as one transaction; fills all of <paramref name="read"/> or fails.</summary>
    /// <param name="write">May be empty: then only a read happens.</param>
    /// <param name="read">May be empty: then only a write happens. Its content is undefined after a fault.</param>
    /// <returns><see cref="BusFault.None"/>, or why the transaction failed; nothing is retried here.</returns>
    BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read);
}

/// <summary>How a bus transaction failed.</summary>
public enum BusFault
{
    None,

    /// <summary>No chip answered its address.</summary>
    AddressNack,

    /// <summary>The chip refused a byte.</summary>
    DataNack,

    /// <summary>Another master won, or the lines are held.</summary>
    ArbitrationLost,

    /// <summary>The clock was stretched too long.</summary>
    Timeout,

    Other,
}
