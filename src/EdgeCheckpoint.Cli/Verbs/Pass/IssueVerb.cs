using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass issue --key FILE --issuer NAME --subject TOKEN [...]</c>: one pass from options.</summary>
internal static class IssueVerb
{
    public static Command Create()
    {
        Option<string> key = new("--key") { Description = "Private key of the issuer, PEM; 'pass keygen' makes one.", Required = true };
        Option<bool> json = Output.JsonOption();
        PassOptions options = new();
        Command command = new("issue", "Issue a pass; prints the text of its code.") { key, json };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (!options.TryRead(parsed, out PassClaims? claims, out string fault))
            {
                return Output.Error(fault, ExitCode.Usage);
            }

            string file = parsed.GetRequiredValue(key);
            if (!SignerFile.TryRead(file, out ISigner? signer, out fault))
            {
                return Output.Error(fault, ExitCode.NoInput);
            }

            using (signer)
            {
                return Print(claims, DistrictPass.Issue(claims, signer), parsed.GetValue(json));
            }
        });
        return command;
    }

    private static int Print(PassClaims claims, string text, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject { ["id"] = claims.Id, ["kind"] = Words.Of(claims.Kind), ["text"] = text });
        }
        else
        {
            Console.Out.WriteLine(text);
        }

        return ExitCode.Ok;
    }
}
