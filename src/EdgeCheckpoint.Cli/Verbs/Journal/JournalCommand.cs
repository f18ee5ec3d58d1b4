using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Journal;

/// <summary><c>checkpointctl journal</c>: the record of what a kiosk's machine learned in the last minutes.</summary>
internal static class JournalCommand
{
    public static Command Create() => new("journal", "Save the record of a kiosk's last minutes, and play it through the machine again.")
    {
        SaveVerb.Create(),
        ReplayVerb.Create(),
    };
}
