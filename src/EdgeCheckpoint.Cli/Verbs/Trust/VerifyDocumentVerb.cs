using System.CommandLine;
using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust verify FILE... --roots PATH</c>: whether documents are genuine, whole and usable.</summary>
internal static class VerifyDocumentVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Signed documents.", Arity = ArgumentArity.OneOrMore };
        Option<string> roots = RootKeys.Option();
        Option<string?> at = new("--at") { Description = "Instant to judge dates at; now by default." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("verify", "Say whether signed documents are genuine, whole and usable. Exit code 1: one is not, or has expired.") { files, roots, at, json };
        command.SetAction(parsed =>
        {
            if (!Instants.TryParse(parsed.GetValue(at), out DateTimeOffset now, out string fault))
            {
                return Output.Error(fault, ExitCode.Usage);
            }

            return RootKeys.Read(parsed.GetRequiredValue(roots)) is { } keys
                ? All(parsed.GetRequiredValue(files), keys, new VerificationTime(now, ClockState.Synced), parsed.GetValue(json))
                : ExitCode.NoInput;
        });
        return command;
    }

    private static int All(IEnumerable<string> files, TrustedKeySet roots, VerificationTime now, bool json)
    {
        bool all = true;
        foreach (string file in files)
        {
            try
            {
                var document = DocumentFile.Read(file, roots, now);
                document.Print(now, json);
                all &= document.IsGood;
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                return Output.Error($"{file} cannot be read: {absent.Message}", ExitCode.NoInput);
            }
        }

        return all ? ExitCode.Ok : ExitCode.No;
    }
}
