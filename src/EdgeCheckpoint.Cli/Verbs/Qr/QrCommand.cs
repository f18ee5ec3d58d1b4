using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary><c>checkpointctl qr</c>: what the kiosk's reader sees in pictures.</summary>
internal static class QrCommand
{
    public static Command Create() => new("qr", "Read codes out of pictures.")
    {
        DecodeVerb.Create(),
        BenchVerb.Create(),
        VideoVerb.Create(),
    };
}
