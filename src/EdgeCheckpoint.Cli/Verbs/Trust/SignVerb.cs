using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust sign KIND --key FILE --district NAME --out FILE</c>: what a district does to make a document.</summary>
internal static class SignVerb
{
    private static readonly Argument<string> Kind = new("kind") { Description = "trust-list, policy, revocations, revocations-delta or watch-list." };
    private static readonly Option<string> Key = new("--key") { Description = "The district's private key, PEM; 'pass keygen' makes one. Keep it apart from the keys that issue passes.", Required = true };
    private static readonly Option<string> District = new("--district") { Description = "The district the document is for.", Required = true };
    private static readonly Option<string?> Body = new("--body") { Description = "File to sign: a policy, or a list made by another verb." };
    private static readonly Option<string?> Keys = new("--keys") { Description = "For a trust list: the folder of certificates, public keys and key sets it is made of." };
    private static readonly Option<string> Out = new("--out") { Description = "Where the document goes.", Required = true };
    private static readonly Option<long?> Version = new("--number") { Description = "Version, greater than the last one; seconds since 1970 by default." };
    private static readonly Option<long?> Base = new("--base") { Description = "For a delta: version of the snapshot it belongs to." };
    private static readonly Option<string> Lifetime = new("--expires") { Description = "How long it may be relied on.", DefaultValueFactory = static _ => "30d" };
    private static readonly Option<string> Next = new("--next") { Description = "When you will have replaced it.", DefaultValueFactory = static _ => "7d" };

    public static Command Create()
    {
        Option<bool> json = Output.JsonOption();
        var command = new Command("sign", "Sign a document for a district's kiosks.") { Kind, Key, District, Body, Keys, Out, Version, Base, Lifetime, Next, json };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult parsed, bool json)
    {
        if (!Words.TryParse(parsed.GetRequiredValue(Kind), out DocumentKind kind))
        {
            return Output.Error($"'{parsed.GetValue(Kind)}' is no kind of document; write {string.Join(", ", Enum.GetValues<DocumentKind>().Select(static k => Words.Of(k)))}.", ExitCode.Usage);
        }

        if (!Instants.TryParseDuration(parsed.GetRequiredValue(Lifetime), out TimeSpan lifetime, out string fault)
            || !Instants.TryParseDuration(parsed.GetRequiredValue(Next), out TimeSpan next, out fault))
        {
            return Output.Error(fault, ExitCode.Usage);
        }

        if (!SignerFile.TryRead(parsed.GetRequiredValue(Key), out ISigner? signer, out fault))
        {
            return Output.Error(fault, ExitCode.NoInput);
        }

        using (signer)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
            var manifest = new DocumentManifest(
                kind,
                parsed.GetRequiredValue(District),
                parsed.GetValue(Version) ?? now.ToUnixTimeSeconds(),
                now,
                now + lifetime,
                now + next,
                0,
                "",
                parsed.GetValue(Base));
            try
            {
                using Stream body = BodyOf(kind, parsed.GetValue(Body), parsed.GetValue(Keys));
                return Write(manifest, body, signer, parsed.GetRequiredValue(Out), json);
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
    }

    /// <exception cref="InvalidDataException">What is to be signed is not there or not good.</exception>
    private static Stream BodyOf(DocumentKind kind, string? body, string? keys) => (kind, body, keys) switch
    {
        (DocumentKind.TrustList, null, { } folder) => new MemoryStream(TrustListFolder.Read(folder)),
        (_, { } file, null) => File.OpenRead(file),
        (DocumentKind.TrustList, _, _) => throw new InvalidDataException("a trust list needs --keys FOLDER, or a finished --body FILE."),
        _ => throw new InvalidDataException($"a {Words.Of(kind)} needs --body FILE."),
    };

    private static int Write(DocumentManifest manifest, Stream body, ISigner signer, string file, bool json)
    {
        if (manifest.Problem() is { } impossible)
        {
            return Output.Error($"{impossible}.", ExitCode.Usage);
        }

        if (DocumentContent.Problem(manifest with { BodyBytes = body.Length }, body) is { } problem)
        {
            return Output.Error($"This would not be accepted by any kiosk: {problem}", ExitCode.Config);
        }

        body.Position = 0;
        DocumentManifest signed;
        using (FileStream to = File.Create(file))
        {
            signed = SignedDocument.Write(to, manifest, body, signer);
        }

        if (json)
        {
            Output.JsonLine(new JsonObject { ["file"] = file, ["document"] = signed.Name, ["version"] = signed.Version, ["expiresAt"] = signed.ExpiresAt });
        }
        else
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {signed.Name}, {signed.BodyBytes} bytes, expires {signed.ExpiresAt:yyyy-MM-dd HH:mm}Z"));
        }

        return ExitCode.Ok;
    }
}
