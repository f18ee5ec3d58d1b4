using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary><c>checkpointctl outbox</c>: the journal of a kiosk, from outside.</summary>
internal static class OutboxCommand
{
    public static Command Create() => new("outbox", "Look into a kiosk's journal: what waits, whether it is whole, what it says.")
    {
        ShowVerb.Create(),
        VerifyVerb.Create(),
        ExportVerb.Create(),
        PruneVerb.Create(),
    };
}
