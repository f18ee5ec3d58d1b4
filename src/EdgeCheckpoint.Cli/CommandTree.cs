using System.CommandLine;
using System.CommandLine.Help;
using EdgeCheckpoint.Cli.Verbs.Policy;
using EdgeCheckpoint.Cli.Verbs.Qr;
using EdgeCheckpoint.Cli.Verbs.Thermal;
using EdgeCheckpoint.Cli.Verbs.Trust;

namespace EdgeCheckpoint.Cli;

/// <summary>All verbs of <c>checkpointctl</c>, in the order help lists them.</summary>
internal static class CommandTree
{
    // No RootCommand: that one calls itself what the assembly is called, and people type checkpointctl.
    public static Command Root() =>
        new("checkpointctl", "EdgeCheckpoint: tools for checkpoints, technicians and districts.")
        {
            new HelpOption(),
            new VersionOption(),
            PolicyCommand.Create(),
            TrustCommand.Create(),
            QrCommand.Create(),
            Verbs.VerifyVerb.Create(),
            Verbs.Pass.PassCommand.Create(),
            ThermalVerbs.Create(),
            Verbs.Replay.ReplayVerb.Create(),
            Verbs.Config.ConfigCommand.Create(),
            Verbs.Outbox.OutboxCommand.Create(),
            Verbs.Journal.JournalCommand.Create(),
            Verbs.WipeVerb.Create(),
            Verbs.DemoVerb.Create(),
            Verbs.Camera.CameraCommands.Create(),
            Verbs.Gpio.GpioCommands.Create(),
            Verbs.Board.BoardVerb.Create(),
            Verbs.Operator.OperatorCommand.Create(),
        };
}
