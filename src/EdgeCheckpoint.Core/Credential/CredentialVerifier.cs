using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>Judges any scanned text. Never throws on any text; opens no address; what one text may cost is bounded by every format.</summary>
/// <param name="formats">The longest prefix that fits decides.</param>
public sealed class CredentialVerifier(IEnumerable<ICredentialFormat> formats)
{
    private readonly ICredentialFormat[] _formats = [.. formats.OrderByDescending(static f => f.Prefix.Length)];

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > ICredentialFormat.MaxTextLength)
        {
            return CredentialResult.Invalid(CredentialResult.UnknownFormat, Reasons.CodeTooLarge);
        }

        foreach (ICredentialFormat format in _formats)
        {
            if (text.StartsWith(format.Prefix, StringComparison.Ordinal))
            {
                return format.Verify(text, time);
            }
        }

        return CredentialResult.Invalid(CredentialResult.UnknownFormat, Reasons.CodeUnknownFormat);
    }
}
