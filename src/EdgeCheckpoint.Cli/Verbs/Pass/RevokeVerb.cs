using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Cli.Verbs.Trust;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass revoke --key FILE --district NAME --lists FOLDER [--id HEX...] [--subject TOKEN...] [--broker HOST]</c>: codes or people that no kiosk of the district admits from now on.</summary>
internal static class RevokeVerb
{
    private static readonly Option<string> Key = new("--key") { Description = "The district's private key that signs documents, PEM.", Required = true };
    private static readonly Option<string> District = new("--district") { Description = "The district.", Required = true };
    private static readonly Option<string> Lists = new("--lists") { Description = "The district's folder of revocations; made if it does not exist.", Required = true };
    private static readonly Option<string[]> Ids = new("--id") { Description = "Id of a pass.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Subjects = new("--subject") { Description = "ISSUER:SUBJECT of a person, household or vehicle: all its codes.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Format = new("--format") { Description = "Format of the codes: ECP1, HC1, shc, VDS-NC, or the prefix of a provider.", DefaultValueFactory = static _ => "ECP1" };
    private static readonly Option<bool> Restore = new("--restore") { Description = "Take the revocation back." };
    private static readonly Option<bool> Snapshot = new("--snapshot") { Description = "Also gather everything in a new snapshot and begin a new list of changes. --broker sends the snapshot too; where the broker does not take its length, bring it by file with 'trust import'." };
    private static readonly Option<string> Lifetime = new("--expires") { Description = "How long the list may be relied on.", DefaultValueFactory = static _ => "30d" };
    private static readonly Option<string> Next = new("--next") { Description = "When you will have replaced it.", DefaultValueFactory = static _ => "1d" };

    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<bool> json = Output.JsonOption();
        Command command = new("revoke", "Revoke passes or people; with --broker running kiosks know within two seconds.")
        {
            Key, District, Lists, Ids, Subjects, Format, Restore, Snapshot, Lifetime, Next, json,
        };
        broker.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, broker, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, BrokerOptions broker, bool json, CancellationToken cancellationToken)
    {
        if (!TryRead(ListedName.Format(parsed.GetRequiredValue(Format)), parsed.GetValue(Ids) ?? [], parsed.GetValue(Subjects) ?? [], out List<ListHash> hashes, out string fault))
        {
            return Output.Error(fault, ExitCode.Usage);
        }

        if (hashes.Count == 0 && !parsed.GetValue(Snapshot))
        {
            return Output.Error("nothing to revoke: give --id or --subject, or --snapshot.", ExitCode.Usage);
        }

        if (!Instants.TryParseDuration(parsed.GetRequiredValue(Lifetime), out TimeSpan lifetime, out fault)
            || !Instants.TryParseDuration(parsed.GetRequiredValue(Next), out TimeSpan next, out fault))
        {
            return Output.Error(fault, ExitCode.Usage);
        }

        try
        {
            if (!PassSigners.TryRead(await File.ReadAllTextAsync(parsed.GetRequiredValue(Key), cancellationToken), out IPassSigner? signer))
            {
                return Output.Error($"{parsed.GetValue(Key)} holds no private key; 'pass keygen' makes one.", ExitCode.NoInput);
            }

            using (signer)
            {
                using TrustedKey own = new(KeyIdentifier.Text(signer.KeyId.Span), KeyUsages.None, signer.SubjectPublicKeyInfo, new LibcryptoAlgorithms());
                var desk = new RevocationDesk(parsed.GetRequiredValue(Lists), parsed.GetRequiredValue(District), signer, new TrustedKeySet([own]));
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                DocumentManifest delta = desk.Change(hashes, parsed.GetValue(Restore), now, lifetime, next, out RevocationDelta changes);
                Tell(delta, desk.DeltaFile, changes.Added.Count, json);
                DocumentManifest? snapshot = null;
                if (parsed.GetValue(Snapshot))
                {
                    snapshot = desk.Compact(now, lifetime, next, out int count);
                    Tell(snapshot, desk.SnapshotFile, count, json);
                    delta = desk.Change([], restore: false, now, lifetime, next, out changes);
                    Tell(delta, desk.DeltaFile, changes.Added.Count, json);
                }

                return broker.IsGiven(parsed) ? await PublishAsync(parsed, broker, desk, snapshot, delta, cancellationToken) : ExitCode.Ok;
            }
        }
        catch (InvalidDataException wrong)
        {
            return Output.Error(wrong.Message, ExitCode.Config);
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return Output.Error(io.Message, ExitCode.Io);
        }
    }

    /// <returns>False when one of them is of no form that a kiosk would ever compare; then none is revoked.</returns>
    private static bool TryRead(string format, string[] ids, string[] subjects, out List<ListHash> hashes, out string fault)
    {
        hashes = [];
        fault = "";
        foreach (string text in ids)
        {
            if (!ListedName.TryId(format, text, out string? id, out fault))
            {
                return false;
            }

            hashes.Add(ListHash.OfCode(format, id));
        }

        foreach (string subject in subjects)
        {
            if (!ListedName.IsSubject(format, subject, out fault))
            {
                return false;
            }

            hashes.Add(ListHash.OfSubject(format, subject));
        }

        return true;
    }

    /// <summary>The snapshot first: until kiosks have it, the changes they have already must stay on the broker.</summary>
    private static async Task<int> PublishAsync(ParseResult parsed, BrokerOptions broker, RevocationDesk desk, DocumentManifest? snapshot, DocumentManifest delta, CancellationToken cancellationToken)
    {
        if (snapshot is not null && await broker.PublishAsync(parsed, snapshot, desk.SnapshotFile, cancellationToken) is { } wrong)
        {
            return Output.Error($"{desk.SnapshotFile} is written but not published: {wrong}. Then 'trust publish {desk.DeltaFile}'; until both are done, kiosks keep the lists they have.", ExitCode.Io);
        }

        return await broker.PublishAsync(parsed, delta, desk.DeltaFile, cancellationToken) is { } fault
            ? Output.Error($"{desk.DeltaFile} is written but not published: {fault}. 'trust publish {desk.DeltaFile}' tries again.", ExitCode.Io)
            : ExitCode.Ok;
    }

    private static void Tell(DocumentManifest document, string file, int entries, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject { ["file"] = file, ["document"] = document.Name, ["entries"] = entries, ["base"] = document.Base });
        }
        else
        {
            Console.Out.WriteLine($"{file}: {document.Name}, {entries} entries");
        }
    }
}
