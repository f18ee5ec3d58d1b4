namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Share of a code's codewords that may be wrong: about 7, 15, 25 or 30 percent.</summary>
public enum QrErrorCorrection
{
    Low,
    Medium,
    Quartile,
    High,
}
