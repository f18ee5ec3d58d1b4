using System.CommandLine;
using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary><c>checkpointctl verify --trust PATH [--at INSTANT] [--json] TEXT|-</c>: what can be proved about a code, without a network.</summary>
internal static class VerifyVerb
{
    public static Command Create() => Create("verify", "Verify any code: district pass, EU certificate, SMART Health Card, ICAO seal.", onlyFormat: null);

    /// <param name="onlyFormat">Format that the verb is limited to; null for all.</param>
    internal static Command Create(string name, string description, string? onlyFormat)
    {
        Argument<string> text = new("text") { Description = "Text of the code; - reads it from standard input, one code a line." };
        Option<string> trust = new("--trust") { Description = "Folder of PEM certificates, PEM public keys and JSON Web Key Sets, or one such file; or a signed trust list (.ecpdoc).", Required = true };
        Option<string?> roots = new("--roots") { Description = "The district's public keys, which prove a signed trust list." };
        Option<string?> at = new("--at") { Description = "Instant to judge at, such as 2026-05-01T08:00:00Z; now by default." };
        Option<bool> showPersonal = new("--show-personal") { Description = "Print names and dates of birth too." };
        Option<bool> json = Output.JsonOption();
        Command command = new(name, description) { text, trust, roots, at, showPersonal, json };
        command.SetAction(parsed =>
        {
            if (!Instants.TryParse(parsed.GetValue(at), out DateTimeOffset now, out string fault))
            {
                return Output.Error(fault, ExitCode.Usage);
            }

            VerificationTime time = new(now, ClockState.Synced);
            TrustFile keys = TrustSource.Read(parsed.GetRequiredValue(trust), parsed.GetValue(roots), time);
            foreach (string trustFault in keys.Faults)
            {
                Output.Error(trustFault, ExitCode.Ok);
            }

            if (keys.LacksRevocations)
            {
                return Output.Error("which cards are revoked cannot be known, so nothing is judged: repair or take out the file.", ExitCode.NoInput);
            }

            if (keys.Keys.Count == 0)
            {
                return keys.Faults.Count > 0
                    ? ExitCode.NoInput
                    : Output.Error($"{parsed.GetValue(trust)} holds no key to trust; put the issuers' public keys there.", ExitCode.NoInput);
            }

            CredentialVerifier verifier = CredentialFormats.Verifier(keys.ToSet());
            bool any = false;
            bool all = true;
            foreach (string code in Codes(parsed.GetRequiredValue(text)))
            {
                CredentialResult result = verifier.Verify(code, time);
                if (onlyFormat is not null && result.Format != onlyFormat)
                {
                    result = CredentialResult.Invalid(result.Format, Reasons.CodeUnknownFormat);
                }

                any = true;
                all &= result.IsValid;
                CredentialPrinter.Print(result, parsed.GetValue(json), parsed.GetValue(showPersonal));
            }

            return !any ? Output.Error("no code was given: write it as an argument, or one a line on standard input.", ExitCode.NoInput)
                : all ? ExitCode.Ok
                : ExitCode.No;
        });
        return command;
    }

    private static IEnumerable<string> Codes(string text)
    {
        if (text != "-")
        {
            yield return text;
            yield break;
        }

        while (Console.In.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
