namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Names of the attempts, in the order of <c>ECV_ATTEMPT_*</c>.</summary>
internal static class QrAttempts
{
    private static readonly string[] Names = ["", "zxing-cpp", "half size", "full size", "quarter size", "wide window", "narrow window", "double size", "guessed finder", "Micro QR", "several pictures"];

    public static string Name(int attempt) => (uint)attempt < (uint)Names.Length ? Names[attempt] : "";
}
