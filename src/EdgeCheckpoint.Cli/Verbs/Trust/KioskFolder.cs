using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>Where a kiosk keeps its signed documents.</summary>
internal static class KioskFolder
{
    public const string Default = "/var/lib/edge-checkpoint/trust";

    /// <summary>Below it, what people bring; the running kiosk takes it from there.</summary>
    public const string Incoming = "incoming";

    public static Option<string> Option() => new("--folder")
    {
        Description = "The kiosk's folder of signed documents.",
        DefaultValueFactory = static _ => Default,
    };
}
