using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Policy.Cases;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary><c>checkpointctl policy test FILE --cases FILE</c>: the example cases against the rules.</summary>
internal static class TestVerb
{
    public static Command Create()
    {
        var policy = new Argument<string>("policy") { Description = PolicyFile.Description };
        var cases = new Option<string>("--cases") { Description = "The file of example cases.", Required = true };
        Option<bool> json = Output.JsonOption();
        var command = new Command("test", "Run a policy's example cases.") { policy, cases, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(policy), parsed.GetRequiredValue(cases), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string policyFile, string casesFile, bool json)
    {
        int loaded = PolicyFile.TryLoad(policyFile, out PolicyDocument? policy);
        if (policy is null)
        {
            return loaded;
        }

        int read = PolicyFile.TryRead(casesFile, out byte[] bytes);
        if (read != ExitCode.Ok)
        {
            return read;
        }

        var cases = PolicyCases.Parse(bytes, policy);
        if (cases.Issues.Count > 0)
        {
            return PolicyFile.Wrong(casesFile, cases.Issues);
        }

        HashSet<string> tried = [];
        int failures = 0;
        foreach (PolicyCase example in cases.Cases)
        {
            PolicyExplanation actual = policy.Explain(example.Input);
            tried.UnionWith(actual.Rules.Where(static r => r.Result == "failed").Select(static r => r.Rule));
            string? difference = example.Difference(actual.Decision);
            failures += difference is null ? 0 : 1;
            Report(casesFile, example, actual.Decision, difference, json);
        }

        string[] untried = [.. policy.RuleIds.Where(id => !tried.Contains(id))];
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["cases"] = cases.Cases.Count,
                ["failures"] = failures,
                ["rulesNoCaseFails"] = new JsonArray([.. untried.Select(static id => JsonValue.Create(id))]),
            });
        }
        else
        {
            Console.Out.WriteLine($"{policy.Version}: {cases.Cases.Count} cases, {failures} failed");
            if (untried.Length > 0)
            {
                Console.Out.WriteLine($"No case makes these rules fail, so nothing shows that they work: {string.Join(", ", untried)}");
            }
        }

        return failures == 0 ? ExitCode.Ok : ExitCode.No;
    }

    private static void Report(string file, PolicyCase example, PolicyDecision decision, string? difference, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["name"] = example.Name,
                ["line"] = example.Line,
                ["good"] = difference is null,
                ["verdict"] = Words.Of(decision.Verdict),
                ["rule"] = decision.Rule,
                ["reasons"] = new JsonArray([.. decision.Reasons.Select(static r => JsonValue.Create(r))]),
                ["difference"] = difference,
            });
        }
        else if (difference is null)
        {
            Output.Result.MarkupLineInterpolated($"[green]ok[/]     {example.Name} [dim]({Words.Of(decision.Verdict)})[/]");
        }
        else
        {
            Output.Result.MarkupLineInterpolated($"[red]failed[/] {example.Name}");
            Console.Out.WriteLine($"       {file}:{example.Line}: {difference}");
        }
    }
}
