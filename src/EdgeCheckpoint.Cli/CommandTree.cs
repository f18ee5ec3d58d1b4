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
        TakingNoOptionForAnArgument(new("checkpointctl", "EdgeCheckpoint: tools for checkpoints, technicians and districts.")
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
        });

    /// <summary>A mistyped option is told as one, not looked for as a file. What really begins with a dash can be written as a path: ./-name.</summary>
    private static Command TakingNoOptionForAnArgument(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            argument.Validators.Add(static given =>
            {
                if (given.Tokens.FirstOrDefault(static t => t.Value.Length > 1 && t.Value[0] == '-') is { } option)
                {
                    given.AddError($"Unrecognized option '{option.Value}'.");
                }
            });
        }

        foreach (Command verb in command.Subcommands)
        {
            TakingNoOptionForAnArgument(verb);
        }

        return command;
    }
}
