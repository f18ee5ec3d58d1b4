using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>Checks a value against a schema: the keywords our own schemas use, and no other.</summary>
internal sealed class SchemaCheck(Func<string, JsonNode> resolve)
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "title", "description", "type", "properties", "required", "enum", "items", "additionalProperties", "const", "pattern", "allOf", "if", "then", "$ref", "format", "default",
    ];

    /// <summary>What is wrong; empty when nothing is.</summary>
    public List<string> Errors(JsonNode? value, JsonNode schema, string path = "")
    {
        var errors = new List<string>();
        if (schema is not JsonObject rules)
        {
            return errors;
        }

        Assert.Subset(Known, rules.Select(static r => r.Key).ToHashSet());
        if (rules["$ref"] is { } reference)
        {
            return Errors(value, resolve(reference.GetValue<string>()), path);
        }

        Require(rules["type"] is not { } type || Types(type).Contains(TypeOf(value)) || (TypeOf(value) == "integer" && Types(type).Contains("number")), $"is {TypeOf(value)}");
        Require(rules["enum"] is not JsonArray words || words.Any(w => JsonNode.DeepEquals(w, value)), "is none of the words");
        Require(rules["const"] is not { } constant || JsonNode.DeepEquals(constant, value), "is not the constant");
        Require(rules["pattern"] is not { } pattern || TypeOf(value) != "string" || Regex.IsMatch(value!.GetValue<string>(), pattern.GetValue<string>()), "does not fit the pattern");
        if (value is JsonObject members)
        {
            CheckMembers(members, rules);
        }

        if (value is JsonArray items && rules["items"] is { } each)
        {
            errors.AddRange(items.SelectMany((item, i) => Errors(item, each, $"{path}/{i}")));
        }

        foreach (JsonNode? part in rules["allOf"] as JsonArray ?? [])
        {
            if (part!["if"] is not { } condition || Errors(value, condition, path).Count == 0)
            {
                errors.AddRange(Errors(value, part["then"]!, path));
            }
        }

        return errors;

        void CheckMembers(JsonObject present, JsonObject rules)
        {
            foreach (JsonNode? name in rules["required"] as JsonArray ?? [])
            {
                Require(present.ContainsKey(name!.GetValue<string>()), $"lacks '{name}'");
            }

            foreach ((string name, JsonNode? member) in present)
            {
                if (rules["properties"]?[name] is { } known)
                {
                    errors.AddRange(Errors(member, known, $"{path}/{name}"));
                }
                else if (rules["additionalProperties"] is JsonObject other)
                {
                    errors.AddRange(Errors(member, other, $"{path}/{name}"));
                }
                else
                {
                    Require(rules["additionalProperties"] is null && (rules["properties"] is null || rules["type"] is null), $"has '{name}', which the schema does not know");
                }
            }
        }

        void Require(bool holds, string what)
        {
            if (!holds)
            {
                errors.Add($"{(path.Length == 0 ? "/" : path)} {what}");
            }
        }
    }

    private static string[] Types(JsonNode type) => type is JsonArray several ? [.. several.Select(static t => t!.GetValue<string>())] : [type.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or System.Text.Json.JsonValueKind.Null => "null",
        System.Text.Json.JsonValueKind.Object => "object",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };
}
