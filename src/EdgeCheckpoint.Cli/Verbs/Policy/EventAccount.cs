using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary>What a stored scan event says of its own decision, beside the rule it names.</summary>
internal static class EventAccount
{
    public static int Print(PolicyDocument policy, JsonObject envelope, bool json)
    {
        if (envelope["data"] is not JsonObject data || Text(data["verdict"]) is not { } verdict)
        {
            return Output.Error("the event is no scan: it has no data.verdict. Give the event of one scan.", ExitCode.Config);
        }

        string? rule = Text(data["rule"]);
        string? version = Text((data["versions"] as JsonObject)?["policy"]);
        RuleText? text = rule is null ? null : policy.Find(rule);
        string[] notes =
        [
            .. version is not null && version != policy.Version ? [$"The event was decided by {version}, not by {policy.Version}; give that version for its exact rule."] : (string[])[],
            .. rule is not null && text is null ? [$"The policy {policy.Version} has no rule {rule}."] : (string[])[],
        ];
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["event"] = Text(envelope["id"]),
                ["verdict"] = verdict,
                ["rule"] = rule,
                ["reasons"] = data["reasons"]?.DeepClone(),
                ["versions"] = data["versions"]?.DeepClone(),
                ["line"] = text?.Line,
                ["texts"] = text is null ? null : new JsonObject(text.Texts.Select(static t => KeyValuePair.Create(t.Key, (JsonNode?)JsonValue.Create(t.Value)))),
                ["notes"] = new JsonArray([.. notes.Select(static n => JsonValue.Create(n))]),
            });
            return ExitCode.Ok;
        }

        Console.Out.WriteLine($"{Text(envelope["id"])}: {verdict} by {rule ?? "no rule"}");
        Console.Out.WriteLine($"reasons: {string.Join(", ", (data["reasons"] as JsonArray ?? []).Select(Text))}");
        foreach ((string name, JsonNode? value) in data["versions"] as JsonObject ?? [])
        {
            Console.Out.WriteLine($"version of {name}: {Text(value)}");
        }

        if (text is not null)
        {
            Console.Out.WriteLine($"rule {rule}, line {text.Line}:");
            foreach ((string language, string sentence) in text.Texts)
            {
                Console.Out.WriteLine($"  {language}: {sentence}");
            }
        }

        foreach (string note in notes)
        {
            Console.Out.WriteLine(note);
        }

        return ExitCode.Ok;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
