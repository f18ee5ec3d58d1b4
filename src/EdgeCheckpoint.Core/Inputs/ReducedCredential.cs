using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>What is kept of a code: that it was one, of which kind, and whether it held. No claims, no identity of code or person.</summary>
/// <param name="Same">Equal for codes of one person within one run of the service, and nowhere else.</param>
/// <param name="ExpiresAt">When it ends, because the machine waits no longer than that; null where it states no end.</param>
/// <param name="Plate">The same of the number plate on a freight pass; null where none is on it.</param>
internal sealed record ReducedCredential(
    string Format, CredentialStatus Status, IReadOnlyList<string> Reasons, string? Kind, string? KeyId, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Findings, string? Same, string? Plate);

/// <summary>Writes a code reduced, and reads it back as far as it goes.</summary>
internal sealed class CredentialConverter(Pseudonym run) : JsonConverter<CredentialResult>
{
    public override CredentialResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ReducedCredential kept = JsonSerializer.Deserialize<ReducedCredential>(ref reader, options) ?? throw new JsonException();
        return new CredentialResult
        {
            Format = kept.Format,
            Status = kept.Status,
            Reasons = kept.Reasons ?? [],
            Kind = kept.Kind,
            KeyId = kept.KeyId,
            ExpiresAt = kept.ExpiresAt,
            Findings = kept.Findings ?? [],
            Subject = kept.Same,
            Claims = kept.Plate is null ? [] : new JsonObject { [PlateClaim] = kept.Plate },
        };
    }

    public override void Write(Utf8JsonWriter writer, CredentialResult value, JsonSerializerOptions options)
    {
        string? Token(string? text) => text is null ? null : run.TokenOf(value.Format, text)[..TokenDigits];
        string? plate = value.Claims[PlateClaim] is JsonValue claim && claim.TryGetValue(out string? read) ? read : null;
        JsonSerializer.Serialize(
            writer,
            new ReducedCredential(value.Format, value.Status, value.Reasons, value.Kind, value.KeyId, value.ExpiresAt, value.Findings, Token(value.Bearer), Token(plate)),
            options);
    }

    private const string PlateClaim = "plate";
    private const int TokenDigits = 8;
}
