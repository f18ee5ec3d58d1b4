using System.CommandLine;
using System.Text;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Cli.Verbs.Outbox;

/// <summary>Which journal, and the secret it is sealed with.</summary>
internal sealed class JournalArguments
{
    private const int LeastSecretBytes = 16;

    public Argument<string> Folder { get; } = new("folder") { Description = "Folder of the journal, as the kiosk's configuration names it." };

    public Option<string> SecretFile { get; } = new("--secret-file")
    {
        Description = "File with the device's secret in base64; leave it out for a journal that is not sealed.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(SecretFile);
    }

    /// <summary>Gives a verb the journal that the command line names, and closes it after.</summary>
    /// <param name="look">Returns the verb's exit code.</param>
    /// <returns>The verb's exit code, or that of what kept the journal closed.</returns>
    public int Open(ParseResult parsed, Func<OutboxInspector, int> look) => Open(parsed, (journal, _) => look(journal));

    /// <param name="look">Gets the device's secret too.</param>
    /// <inheritdoc cref="Open(ParseResult, Func{OutboxInspector, int})"/>
    public int Open(ParseResult parsed, Func<OutboxInspector, byte[], int> look)
    {
        int read = TryReadSecret(parsed, out byte[] secret);
        if (read != ExitCode.Ok)
        {
            return read;
        }

        if (!OutboxInspector.TryOpen(parsed.GetRequiredValue(Folder), secret, out OutboxInspector? journal, out string problem))
        {
            return Output.Error(problem, ExitCode.NoInput);
        }

        using (journal!)
        {
            return look(journal!, secret);
        }
    }

    private int TryReadSecret(ParseResult parsed, out byte[] secret)
    {
        secret = [];
        if (parsed.GetValue(SecretFile) is not { Length: > 0 } file)
        {
            return ExitCode.Ok;
        }

        try
        {
            secret = Convert.FromBase64String(Encoding.ASCII.GetString(File.ReadAllBytes(file)).Trim());
            return secret.Length >= LeastSecretBytes
                ? ExitCode.Ok
                : Output.Error($"{file} holds {secret.Length} bytes; a secret has at least {LeastSecretBytes}.", ExitCode.Config);
        }
        catch (FormatException)
        {
            return Output.Error($"{file} is not base64; make a secret with: openssl rand -base64 32 > {file}", ExitCode.Config);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{file} cannot be read: {e.Message}", ExitCode.NoInput);
        }
    }
}
