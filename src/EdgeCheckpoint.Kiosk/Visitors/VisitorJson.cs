using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>What the form is answered.</summary>
/// <param name="Outcome">A <see cref="VisitorOutcome"/> as a kebab-case word.</param>
/// <param name="Problems">Names of fields that need another look.</param>
internal sealed record VisitorAnswer(string Outcome, IReadOnlyList<string> Problems);

/// <summary>JSON of visitors: camelCase.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4)]
[JsonSerializable(typeof(VisitorRecord))]
[JsonSerializable(typeof(VisitorAnswer))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class VisitorJsonContext : JsonSerializerContext;
