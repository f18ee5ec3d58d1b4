using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Policy;

/// <summary><c>checkpointctl policy</c>: write rules, try them on examples, and ask them why.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Check, test and explain policies.")
    {
        CheckVerb.Create(),
        TestVerb.Create(),
        ExplainVerb.Create(),
        InputVerb.Create(),
    };
}
