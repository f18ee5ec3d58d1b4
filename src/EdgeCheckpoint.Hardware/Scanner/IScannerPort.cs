namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>An open scanner.</summary>
internal interface IScannerPort : IDisposable
{
    /// <summary>Waits for bytes.</summary>
    /// <param name="bytes">Filled from the front.</param>
    /// <param name="count">How many; 0 when the time went by.</param>
    ScannerFault Read(Span<byte> bytes, int timeoutMilliseconds, out int count);
}

/// <summary>How reading went.</summary>
internal enum ScannerFault
{
    None,

    /// <summary>After the bytes that were read some are missing.</summary>
    Lost,

    /// <summary>It is no longer there.</summary>
    Gone,
}
