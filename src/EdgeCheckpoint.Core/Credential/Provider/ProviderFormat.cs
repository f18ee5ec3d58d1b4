using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.Provider;

/// <summary>Codes whose worth only their provider knows. An answer is a statement of now, so the clock's state does not matter.</summary>
public sealed class ProviderFormat(IColourCodeProvider provider) : ICredentialFormat
{
    public string Prefix => provider.Prefix;

    public CredentialResult Verify(string text, VerificationTime time)
    {
        ProviderAnswer answer = provider.Ask(text);
        (CredentialStatus status, string? reason) = answer.Result switch
        {
            ProviderResult.Green or ProviderResult.Yellow or ProviderResult.Red => (CredentialStatus.Valid, null),
            ProviderResult.Expired => (CredentialStatus.Invalid, Reasons.CodeExpired),
            ProviderResult.Absent => (CredentialStatus.Invalid, Reasons.CodeUntrustedIssuer),
            _ => (CredentialStatus.Unjudgeable, Reasons.CodeUnconfirmed),
        };
        return new CredentialResult
        {
            Format = Prefix.TrimEnd(':', '/'),
            Status = status,
            Reasons = reason is null ? [] : [reason],
            Proved = answer.Result is ProviderResult.Green or ProviderResult.Yellow or ProviderResult.Red or ProviderResult.Expired,
            Kind = "personal",
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Subject = answer.Subject is { } subject ? JoinedText.Of(':', provider.Name, subject) : null,
            CountsOnceFor = provider.CodeLife,
            Claims = ClaimsOf(answer),
        };
    }

    private JsonObject ClaimsOf(ProviderAnswer answer)
    {
        JsonObject claims = new()
        {
            ["issuer"] = provider.Name,
            ["kind"] = "personal",
            ["answer"] = new JsonObject
            {
                ["result"] = (int)answer.Result,
                ["source"] = answer.FromCache ? "cache" : "live",
                ["ageSeconds"] = (int)answer.Age.TotalSeconds,
            },
        };
        if (answer.Result is ProviderResult.Green or ProviderResult.Yellow or ProviderResult.Red)
        {
            claims["colour"] = Words.Of(answer.Result);
        }

        return claims;
    }
}
