using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass</c>: everything about passes that a district issues itself.</summary>
internal static class PassCommand
{
    public static Command Create() => new("pass", "Issue, print and verify district passes.")
    {
        KeygenVerb.Create(),
        IssueVerb.Create(),
        PrintVerb.Create(),
        RevokeVerb.Create(),
        VerifyVerb.Create("verify", "Verify a district pass.", onlyFormat: "ECP1"),
    };
}
