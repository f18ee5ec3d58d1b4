using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Policy.CertLogic;
using EdgeCheckpoint.Core.Policy.Reading;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Policy;

/// <summary>The public CertLogic suites, every assertion, those marked "skip" included.</summary>
public sealed class CertLogicConformance
{
    /// <summary>Assertions in the eight suites; fewer would mean that the reader below loses some.</summary>
    private const int Assertions = 167;
    private const int Validations = 8;

    [NeedsFact(data: "certlogic/testSuite")]
    public void Every_assertion_of_every_suite_holds()
    {
        List<string> failures = [];
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(Repository.Data("certlogic", "testSuite"), "*.json").Order())
        {
            foreach (JsonNode? test in JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray())
            {
                foreach (JsonNode? assertion in test!["assertions"]!.AsArray())
                {
                    count++;
                    JsonNode? expression = test["certLogicExpression"] ?? assertion!["certLogicExpression"];
                    JsonNode? actual = Evaluate(expression, assertion!["data"]);
                    if (!JsonNode.DeepEquals(actual, assertion["expected"]))
                    {
                        failures.Add($"{Path.GetFileName(file)}: {test["name"]}: {assertion["data"]?.ToJsonString()} gave {actual?.ToJsonString() ?? "null"}");
                    }
                }
            }
        }

        Assert.Empty(failures);
        Assert.Equal(Assertions, count);
    }

    [NeedsFact(data: "certlogic/validation-testSuite")]
    public void Every_validation_case_reports_exactly_its_issues()
    {
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(Repository.Data("certlogic", "validation-testSuite"), "*.json").Order())
        {
            foreach (JsonNode? test in JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray())
            {
                count++;
                List<PolicyIssue> issues = [];
                Compile(test!["certLogicExpression"], issues);
                Assert.Equal(test["issues"]!.AsArray().Select(static i => i!["message"]!.GetValue<string>()), issues.Select(static i => i.Message));
            }
        }

        Assert.Equal(Validations, count);
    }

    /// <summary>As a rule evaluates: an error is false.</summary>
    private static JsonNode? Evaluate(JsonNode? expression, JsonNode? data)
    {
        List<PolicyIssue> issues = [];
        LogicNode? node = Compile(expression, issues);
        Assert.Empty(issues);
        LogicValue value = node!.Evaluate(LogicJson.From(data));
        return value.IsError ? JsonValue.Create(false) : LogicJson.To(value);
    }

    private static LogicNode? Compile(JsonNode? expression, List<PolicyIssue> issues)
    {
        byte[] json = Encoding.UTF8.GetBytes(expression?.ToJsonString(JsonSerializerOptions.Default) ?? "null");
        return new CertLogicCompiler(issues).Compile(LocatedJson.Read(json, issues)!);
    }
}
