namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>What a reader may use.</summary>
[Flags]
public enum QrEngines
{
    None = 0,

    /// <summary>This project's reader.</summary>
    Own = 1,

    /// <summary>zxing-cpp, with every option the installed release has.</summary>
    Zxing = 2,

    All = Own | Zxing,
}
