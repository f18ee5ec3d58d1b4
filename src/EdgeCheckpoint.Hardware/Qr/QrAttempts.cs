namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Names of the attempts, in the order of <c>ECV_ATTEMPT_*</c>.</summary>
internal static class QrAttempts
{
    private static readonly string[] Names = ["", "zxing-cpp", "half", "full", "quarter", "wide", "", "narrow", "double"];

    public static string Name(int attempt) => (uint)attempt < (uint)Names.Length ? Names[attempt] : "";
}
