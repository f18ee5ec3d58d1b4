using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary><c>checkpointctl policy explain</c>: which rule decided, and why.</summary>
/// <remarks>
/// Takes an input, where every rule can be asked again, or a scan event as the kiosk sent it.
/// An event holds no claims, so for one the rule that decided is looked up and shown, not evaluated again.
/// </remarks>
internal static class ExplainVerb
{
    /// <summary>A name given twice could mean either.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static Command Create()
    {
        var policy = new Argument<string>("policy") { Description = PolicyFile.Description };
        var source = new Argument<string>("event") { Description = "A policy input or a scan event, JSON; - reads standard input." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("explain", "Say which rule decided and why, for one input or one scan event.") { policy, source, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(policy), parsed.GetRequiredValue(source), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string policyFile, string source, bool json)
    {
        int loaded = PolicyFile.TryLoad(policyFile, out PolicyDocument? policy);
        if (policy is null)
        {
            return loaded;
        }

        byte[] bytes = [];
        if (source == "-")
        {
            bytes = System.Text.Encoding.UTF8.GetBytes(Console.In.ReadToEnd());
        }
        else if (PolicyFile.TryRead(source, out bytes) is var read and not ExitCode.Ok)
        {
            return read;
        }

        try
        {
            return JsonNode.Parse(bytes, documentOptions: Strict) is not JsonObject given
                ? Output.Error($"{source} holds no JSON object; give it a policy input (see: policy input) or a scan event.", ExitCode.Config)
                : given.ContainsKey("specversion") ? EventAccount.Print(policy, given, json) : Input(policy, given, json);
        }
        catch (JsonException bad)
        {
            return Output.Error($"{source} cannot be read as JSON: {bad.Message}", ExitCode.Config);
        }
    }

    private static int Input(PolicyDocument policy, JsonObject given, bool json)
    {
        PolicyExplanation explained = policy.Explain(given);
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["policy"] = policy.Version,
                ["verdict"] = Words.Of(explained.Decision.Verdict),
                ["rule"] = explained.Decision.Rule,
                ["reasons"] = Texts(explained.Decision.Reasons),
                ["rules"] = new JsonArray([.. explained.Rules.Select(static r => Json(r))]),
            });
            return ExitCode.Ok;
        }

        Output.Result.MarkupLineInterpolated($"[bold]{Words.Of(explained.Decision.Verdict)}[/] by {explained.Decision.Rule ?? "no rule: all that apply hold"} [dim]({policy.Version})[/]");
        foreach (RuleAccount rule in explained.Rules)
        {
            string mark = rule.Decided ? "->" : "  ";
            string why = rule.Result == "failed" ? $": {Words.Of(rule.Otherwise)}, {string.Join(", ", rule.Reasons)}" : "";
            string error = rule.Error is null ? "" : $" (an expression gave no answer: {rule.Error})";
            Console.Out.WriteLine($"{mark} {rule.Result,-14} {rule.Rule}{why}{error}{(rule.Line > 0 ? $"  line {rule.Line}" : "")}");
        }

        return ExitCode.Ok;
    }

    private static JsonObject Json(RuleAccount rule) => new()
    {
        ["rule"] = rule.Rule,
        ["line"] = rule.Line,
        ["result"] = rule.Result,
        ["decided"] = rule.Decided,
        ["otherwise"] = Words.Of(rule.Otherwise),
        ["reasons"] = Texts(rule.Reasons),
        ["error"] = rule.Error,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(static t => JsonValue.Create(t))];
}
