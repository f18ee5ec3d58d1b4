using EdgeCheckpoint.Contract.Commands;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>Carries out commands that were proved genuine, meant for this kiosk, current and new.</summary>
public interface ICommandHandler
{
    /// <summary>Called once for each nonce, one command at a time. Faults are answers, not exceptions.</summary>
    /// <returns>The answer; the uplink sends it and repeats it should the command arrive again.</returns>
    ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken);
}
