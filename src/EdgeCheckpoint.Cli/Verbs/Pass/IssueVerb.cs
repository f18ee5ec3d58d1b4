using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass issue --key FILE [...]</c>: one pass from options, or one for every row of a CSV file.</summary>
internal static class IssueVerb
{
    private const int PixelsPerModule = 6;

    public static Command Create()
    {
        Option<string> key = new("--key") { Description = "Private key of the issuer, PEM; 'pass keygen' makes one.", Required = true };
        Option<string?> csv = new("--csv") { Description = "Issue one pass for every row; its columns are named like the options below, which stand for all rows." };
        Option<string?> output = new("--out") { Description = "With --csv: the file of the passes, one JSON value a line." };
        Option<string?> png = new("--png") { Description = "Also draw the code as a picture into this file." };
        Option<bool> json = Output.JsonOption();
        PassOptions options = new();
        Command command = new("issue", "Issue a pass; prints the text of its code.") { key, csv, output, png, json };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if ((parsed.GetValue(csv) is null) != (parsed.GetValue(output) is null) || (parsed.GetValue(csv) is not null && parsed.GetValue(png) is not null))
            {
                return Output.Error("--csv and --out belong together, and --png is for one pass.", ExitCode.Usage);
            }

            string file = parsed.GetRequiredValue(key);
            if (!SignerFile.TryRead(file, out ISigner? signer, out string fault))
            {
                return Output.Error(fault, ExitCode.NoInput);
            }

            using (signer)
            {
                Dictionary<string, string> fields = options.Given(parsed);
                return parsed.GetValue(csv) is { } rows
                    ? BatchIssue.Run(rows, parsed.GetRequiredValue(output)!, fields, signer)
                    : IssueOne(fields, signer, parsed.GetValue(png), parsed.GetValue(json));
            }
        });
        return command;
    }

    private static int IssueOne(Dictionary<string, string> fields, ISigner signer, string? picture, bool json)
    {
        if (!PassFields.TryRead(fields, out PassClaims? claims, out string fault))
        {
            return Output.Error(fault, ExitCode.Usage);
        }

        string text = DistrictPass.Issue(claims, signer);
        int drawn = picture is null ? ExitCode.Ok : Draw(text, picture);
        if (drawn != ExitCode.Ok)
        {
            return drawn;
        }

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
}
