using System.Buffers.Text;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Takes what an update command brings: a signed document on the path of all signed documents, or changes of the configuration.</summary>
/// <param name="store">Null on a kiosk without the district's root keys.</param>
internal sealed class UpdateCommand(TrustStore? store, IConfigurationUpdate configuration, Func<VerificationTime> now)
{
    private const string Configuration = "configuration";

    public CommandResponse Answer(Command command)
    {
        string kind = Text(command, "kind");
        if (kind == Configuration)
        {
            return command.Arguments.TryGetValue("document", out JsonElement changes)
                ? Configure(command, changes)
                : Refuse(command, CommandReasons.BadArguments, "'document' must be an object shaped like kiosk.json.");
        }

        if (!Words.TryParse(kind, out DocumentKind document))
        {
            return Refuse(command, CommandReasons.BadArguments, "'kind' must be policy, trust-list, watch-list, revocations, revocations-delta or configuration.");
        }

        string text = Text(command, "document");
        if (text.Length == 0 || !Base64Url.IsValid(text))
        {
            return Refuse(command, CommandReasons.BadArguments, "'document' must be the signed document in base64url.");
        }

        return store is null
            ? Refuse(command, CommandReasons.Unsupported, "This kiosk has no root keys of its district and takes no signed documents.")
            : Import(command, store, document, Base64Url.DecodeFromChars(text));
    }

    private CommandResponse Import(Command command, TrustStore trusted, DocumentKind kind, byte[] document)
    {
        ImportResult result = trusted.Import(document, now(), kind);
        return result.Fault switch
        {
            DocumentFault.None => new CommandResponse(command.Nonce, true, CommandReasons.Done, result.Detail),
            DocumentFault.Unchanged => new CommandResponse(command.Nonce, true, Words.Of(result.Fault), $"{result.Manifest!.Name} is in force already."),
            _ => Refuse(command, Words.Of(result.Fault), result.Detail),
        };
    }

    private CommandResponse Configure(Command command, JsonElement changes) =>
        configuration.Put(changes) is { Count: > 0 } errors
            ? Refuse(command, CommandReasons.BadArguments, string.Join("; ", errors))
            : new CommandResponse(command.Nonce, true, CommandReasons.Done, "The changes are stored. Screen, lane and memory follow at once, the rest with the next start.");

    private static string Text(Command command, string argument) =>
        command.Arguments.TryGetValue(argument, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static CommandResponse Refuse(Command command, string reason, string detail) => new(command.Nonce, false, reason, detail);
}
