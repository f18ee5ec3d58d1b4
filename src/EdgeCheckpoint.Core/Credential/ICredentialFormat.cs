using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>One kind of code, found by its prefix.</summary>
public interface ICredentialFormat
{
    /// <summary>How its texts begin, such as <c>ECP1:</c>.</summary>
    string Prefix { get; }

    /// <summary>Proves what can be proved. Never throws on any text.</summary>
    /// <param name="text">The whole text, prefix included, at most <see cref="MaxTextLength"/> characters.</param>
    CredentialResult Verify(string text, VerificationTime time);

    /// <summary>Capacity of the largest QR code in alphanumeric mode, ISO/IEC 18004 table 7.</summary>
    const int MaxTextLength = 4296;
}

/// <summary>The moment a code is judged at, and how far the clock can be trusted.</summary>
public readonly record struct VerificationTime(DateTimeOffset Now, ClockState Clock)
{
    /// <summary>How wrong an estimated clock may be, either way.</summary>
    public static readonly TimeSpan EstimateError = TimeSpan.FromHours(1);
}
