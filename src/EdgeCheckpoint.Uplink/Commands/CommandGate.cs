using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Uplink.Commands;

/// <summary>Lets a command through when it is signed by a trusted key, meant for this kiosk, current and new; answers every command.</summary>
/// <param name="site">This kiosk.</param>
/// <param name="trust">Whose commands it obeys.</param>
/// <param name="handler">Carries out what passes.</param>
/// <param name="memoryFile">Remembers nonces across restarts.</param>
/// <param name="now">Wall clock and how far it can be trusted.</param>
/// <remarks>One command at a time.</remarks>
public sealed class CommandGate(Site site, CommandTrust trust, ICommandHandler handler, string memoryFile, Func<EventTime> now)
{
    /// <summary>Room for a signed trust list.</summary>
    private const int LargestBytes = 256 << 10;

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How far the issuer's clock may be ahead.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private readonly CommandMemory _memory = new(memoryFile);

    /// <summary>Judges a message from <c>cmd/{name}</c>, has it carried out if it passes, and gives the answer for <c>rsp/{name}</c>.</summary>
    public async ValueTask<CommandResponse> AnswerAsync(string name, MqttMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Refusal(name, message, out Command? command, out string digest) is { } refusal)
        {
            return refusal;
        }

        try
        {
            if (_memory.TryRecall(command!.Nonce, out string known, out CommandResponse? answer))
            {
                return known != digest
                    ? Refuse(command, CommandReasons.NonceReused, "This nonce was used by another command; issue the command again with a fresh one.")
                    : answer ?? Refuse(command, CommandReasons.Failed, "The kiosk stopped while it carried this command out; whether it took effect is not known.");
            }

            _memory.Begin(command, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(command, CommandReasons.Failed, $"The kiosk cannot remember commands, so it carries none out: {e.Message}");
        }

        return await CarryOutAsync(command, digest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a message that comes amid too many others, without judging it.</summary>
    internal static CommandResponse TurnAway(MqttMessage message)
    {
        Command? command = message.Payload.Length > LargestBytes ? null : KioskJson.DecodeSigned(message.Payload.Span)?.Open();
        return Refuse(command is not null && IsNonce(command.Nonce) ? command : null, CommandReasons.Busy, "Too many commands came at once; issue it again.");
    }

    private async ValueTask<CommandResponse> CarryOutAsync(Command command, string digest, CancellationToken cancellationToken)
    {
        CommandResponse answer;
        try
        {
            answer = await handler.HandleAsync(command, cancellationToken).ConfigureAwait(false) with { Nonce = command.Nonce };
        }
#pragma warning disable CA1031 // Every command is answered, whatever becomes of it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            answer = Refuse(command, CommandReasons.Failed, $"The kiosk failed while it carried this command out; whether it took effect is not known: {e.Message}");
        }

        try
        {
            _memory.Complete(command, digest, answer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was carried out, and that is the answer; only after a restart the kiosk will know no more than that it began.
        }

        return answer;
    }

    private CommandResponse? Refusal(string name, MqttMessage message, out Command? command, out string digest)
    {
        command = null;
        digest = "";
        if (message.Retain)
        {
            return Refuse(null, CommandReasons.Retained, "A retained command would be carried out at every connection; publish it without the retain flag.");
        }

        if (message.Payload.Length > LargestBytes)
        {
            return Refuse(null, CommandReasons.TooLarge, $"The command has {message.Payload.Length} bytes; at most {LargestBytes} are taken.");
        }

        if (KioskJson.DecodeSigned(message.Payload.Span) is not { } signed)
        {
            return Refuse(null, CommandReasons.Malformed, "The payload is not a signed command: it needs 'key', 'body' and 'signature'.");
        }

        if (!trust.TryFind(signed.Key, out ECDsa? key))
        {
            return Refuse(null, CommandReasons.UnknownKey, "The key that signed the command is not trusted here.");
        }

        if (!signed.IsSignedBy(key!))
        {
            return Refuse(null, CommandReasons.BadSignature, "The signature does not fit the command.");
        }

        digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed.Body)));
        command = signed.Open();
        return command is null
            ? Refuse(null, CommandReasons.Malformed, "The signed body is not a command.")
            : Content(name, command) ?? Time(command);
    }

    private CommandResponse? Content(string name, Command command)
    {
        if (!IsNonce(command.Nonce))
        {
            return Refuse(null, CommandReasons.Malformed, "The nonce must be 16 to 64 letters, digits, '-', '_' or '.'.");
        }

        if (command.Name != name || !CommandNames.All.Contains(name))
        {
            return Refuse(command, CommandReasons.UnknownCommand, "The command is not known here, or was sent to another command's topic.");
        }

        return new Site(command.District, command.Checkpoint, command.Device) == site
            ? null
            : Refuse(command, CommandReasons.WrongTarget, "The command is meant for another kiosk.");
    }

    private CommandResponse? Time(Command command)
    {
        EventTime time = now();
        if (time.Clock == ClockState.Unset)
        {
            return Refuse(command, CommandReasons.ClockUntrusted, "The kiosk's clock was not set since it started, so it cannot tell whether the command is current.");
        }

        if (command.Expires - command.Issued > LongestLifetime || command.Expires <= command.Issued)
        {
            return Refuse(command, CommandReasons.LifetimeTooLong, $"A command may live at most {LongestLifetime.TotalSeconds} s.");
        }

        if (time.Wall >= command.Expires)
        {
            return Refuse(command, CommandReasons.Expired, "The command has expired.");
        }

        return command.Issued > time.Wall + ClockTolerance
            ? Refuse(command, CommandReasons.NotYetValid, "The command was issued in the future; compare the clocks.")
            : null;
    }

    private static bool IsNonce(string text) => text.Length is >= 16 and <= 64 && Topics.IsLevel(text);

    private static CommandResponse Refuse(Command? command, string reason, string detail) => new(command?.Nonce ?? "", false, reason, detail);
}
