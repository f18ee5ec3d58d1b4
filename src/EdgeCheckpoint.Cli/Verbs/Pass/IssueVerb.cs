using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass issue --key FILE --issuer NAME --subject TOKEN [...]</c>: one pass from options.</summary>
internal static class IssueVerb
{
    private const int PixelsPerModule = 6;

    public static Command Create()
    {
        Option<string> key = new("--key") { Description = "Private key of the issuer, PEM; 'pass keygen' makes one.", Required = true };
        Option<string?> png = new("--png") { Description = "Also draw the code as a picture into this file." };
        Option<bool> json = Output.JsonOption();
        PassOptions options = new();
        Command command = new("issue", "Issue a pass; prints the text of its code.") { key, png, json };
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
                string text = DistrictPass.Issue(claims, signer);
                int drawn = parsed.GetValue(png) is { } picture ? Draw(text, picture) : ExitCode.Ok;
                return drawn == ExitCode.Ok ? Print(claims, text, parsed.GetValue(json)) : drawn;
            }
        });
        return command;
    }

    private static int Draw(string text, string file)
    {
        try
        {
            using FileStream stream = File.Create(file);
            PngWriter.Write(QrWriter.Encode(text).ToPicture(PixelsPerModule), stream);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"The picture cannot be written: {e.Message}", ExitCode.Io);
        }
        catch (DllNotFoundException e)
        {
            return Output.Error(e.Message, ExitCode.Config);
        }
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
