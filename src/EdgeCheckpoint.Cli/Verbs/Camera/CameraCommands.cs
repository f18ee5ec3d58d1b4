using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Camera;

/// <summary><c>checkpointctl camera ...</c></summary>
internal static class CameraCommands
{
    public static Command Create() => new("camera", "Try a camera before it is built in.") { CommandVerb.Create(), WatchVerb.Create() };
}
