using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Carries out the district's commands; their signatures, targets and times were checked before.</summary>
internal sealed class KioskCommands(
    KioskLoop loop,
    KeptMode kept,
    ScreenHub screen,
    SensorStates states,
    CheckpointMachine machine,
    IKioskReporter reporter,
    KioskOptions options,
    LiveConfiguration configuration,
    UpdateCommand update,
    ReportCommand report,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : ICommandHandler
{
    public async ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken)
    {
        switch (command.Name)
        {
            case CommandNames.SetMode:
                return command.Read<SetModeArguments>() is { } set && Words.TryParse(set.Mode, out KioskMode mode)
                    ? await SetModeAsync(command, mode, cancellationToken)
                    : Answer(command, CommandReasons.BadArguments, "'mode' must be normal, temperature-only, code-only, lockdown or maintenance.");

            case CommandNames.OpenGate:
                if (command.Read<OpenGateArguments>() is not { } open)
                {
                    return Answer(command, CommandReasons.BadArguments, "'direction' must be in or out, or absent.");
                }

                return open.Direction is { } asked && asked != options.Lane.Direction
                    ? Answer(command, CommandReasons.BadArguments, $"This lane leads {Words.Of(options.Lane.Direction)}, so it does not open {Words.Of(asked)}.")
                    : await OpenGateAsync(command, cancellationToken);

            case CommandNames.Update:
                return update.Answer(command);

            case CommandNames.Report:
                return report.Answer(command, cancellationToken);

            case CommandNames.Diagnostics or CommandNames.Restart when command.Read<NoArguments>() is null:
                return Answer(command, CommandReasons.BadArguments, $"'{command.Name}' takes no arguments.");

            case CommandNames.Diagnostics:
                return Done(command, "State of the kiosk.") with { Values = Diagnostics() };

            case CommandNames.Restart:
                lifetime.StopApplication();
                return Done(command, "The service stops; its manager starts it again.");

            default:
                return Answer(command, CommandReasons.Unsupported, $"This kiosk does not do '{command.Name}'.");
        }
    }

    private async ValueTask<CommandResponse> SetModeAsync(Command command, KioskMode mode, CancellationToken cancellationToken)
    {
        bool stays = kept.TryKeep(mode);
        await loop.AskAsync(new ModeSet(MonotonicInstant.Now(time), mode), cancellationToken);
        return Done(command, $"The mode is now {Words.Of(mode)}{(stays ? "" : "; the disk refuses to keep it, so it ends when the service does")}.");
    }

    private async ValueTask<CommandResponse> OpenGateAsync(Command command, CancellationToken cancellationToken)
    {
        IReadOnlyList<MachineEffect> done = await loop.AskAsync(new GateOpenRequested(MonotonicInstant.Now(time)), cancellationToken);
        if (done.Any(static effect => effect is OpenGate) && states.Gate == OutputFault.None)
        {
            return Done(command, "The gate opens once.");
        }

        string page = string.Join(", ", screen.View.Reasons.Prepend(Words.Of(screen.View.Page)));
        return Answer(command, CommandReasons.Failed, states.Gate == OutputFault.None
            ? $"The gate was not opened; the screen shows: {page}."
            : $"The gate did not do what it was told ({states.Gate}).");
    }

    private Dictionary<string, string> Diagnostics()
    {
        Contract.Kiosk.KioskHealth health = reporter.Health();
        var values = new Dictionary<string, string>(health.Sensors)
        {
            ["uptime-seconds"] = health.UptimeSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["clock"] = Words.Of(health.Clock),
            ["mode"] = Words.Of(machine.Mode),
            ["limits"] = string.Join(", ", reporter.Limits()),
            ["configuration-refused"] = configuration.IsRefused ? "yes" : "no",
            ["waits-for-restart"] = string.Join(", ", configuration.Waiting),
            ["inputs-dropped"] = loop.Dropped.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return values;
    }

    private static CommandResponse Done(Command command, string detail) => new(command.Nonce, true, CommandReasons.Done, detail);

    private static CommandResponse Answer(Command command, string reason, string detail) => new(command.Nonce, false, reason, detail);
}
