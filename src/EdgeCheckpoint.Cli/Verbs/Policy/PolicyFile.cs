using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Policy.Reading;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary>Reads what the policy verbs are given, and prints what is wrong with it as compilers do: <c>file:line:column: message</c>.</summary>
internal static class PolicyFile
{
    public const string Description = "A policy file, or the name of a ready policy.";

    /// <returns>An exit code other than <see cref="ExitCode.Ok"/> after having said why.</returns>
    public static int TryRead(string file, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = File.ReadAllBytes(file);
            return ExitCode.Ok;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{file} cannot be read: {absent.Message}", ExitCode.NoInput);
        }
    }

    public static int TryLoad(string nameOrFile, out PolicyDocument? policy)
    {
        policy = null;
        if (!File.Exists(nameOrFile) && ReadyPolicies.Names.Contains(nameOrFile))
        {
            policy = ReadyPolicies.Load(nameOrFile);
            return ExitCode.Ok;
        }

        int read = TryRead(nameOrFile, out byte[] bytes);
        if (read != ExitCode.Ok)
        {
            return read;
        }

        PolicyParseResult parsed = PolicyDocument.Parse(bytes);
        policy = parsed.Policy;
        return policy is null ? Wrong(nameOrFile, parsed.Issues) : ExitCode.Ok;
    }

    public static int Wrong(string file, IReadOnlyList<PolicyIssue> issues)
    {
        foreach (PolicyIssue issue in issues)
        {
            Console.Error.WriteLine($"{file}:{issue}");
        }

        return ExitCode.Config;
    }

    public static JsonObject Json(PolicyIssue issue) => new() { ["line"] = issue.Line, ["column"] = issue.Column, ["message"] = issue.Message };
}
