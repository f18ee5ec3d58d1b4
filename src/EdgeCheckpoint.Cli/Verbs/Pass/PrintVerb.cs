using System.CommandLine;
using System.Text.Json;
using EdgeCheckpoint.Hardware.Qr;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass print FILE --out SHEETS.html</c>: issued passes as sheets for print.</summary>
internal static class PrintVerb
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "Passes as 'pass issue --csv' wrote them, one JSON value a line." };
        Option<string> output = new("--out") { Description = "HTML file for print: A4, ten passes a sheet.", Required = true };
        Option<string> title = new("--title") { Description = "Heading of every pass.", DefaultValueFactory = static _ => "通行证 Pass" };
        Command command = new("print", "Lay issued passes out on sheets for print; no names on them.") { file, output, title };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(output), parsed.GetRequiredValue(title)));
        return command;
    }

    private static int Run(string file, string output, string title)
    {
        int line = 0;
        try
        {
            // All are read before a sheet is begun: one wrong line, and nothing is left behind.
            List<PrintedPass> passes = [];
            foreach (string text in File.ReadLines(file))
            {
                line++;
                if (!string.IsNullOrWhiteSpace(text))
                {
                    passes.Add(Read(text));
                }
            }

            using StreamWriter writer = new(output);
            PassSheet sheet = new(writer, title);
            sheet.Begin();
            passes.ForEach(sheet.Add);
            sheet.End();
            Output.Aside.MarkupLineInterpolated($"{passes.Count} passes on sheets in {output}; print it from any browser.");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return Output.Error($"{file}, line {line} is no pass as 'pass issue --csv' writes it: {e.Message}", ExitCode.NoInput);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error(e.Message, ExitCode.Io);
        }
        catch (DllNotFoundException e)
        {
            return Output.Error(e.Message, ExitCode.Config);
        }
    }

    private static PrintedPass Read(string text)
    {
        using JsonDocument pass = JsonDocument.Parse(text);
        PrintedPass read = new(Member(pass, "kind"), Member(pass, "id"), Member(pass, "subject"), Member(pass, "expiresAt"), Member(pass, "text"));
        if (read.Text.Length is 0 or > SurelyFits)
        {
            QrWriter.Encode(read.Text);
        }

        return read;
    }

    private static string Member(JsonDocument pass, string name) => pass.RootElement.GetProperty(name).GetString() ?? "";

    /// <summary>Whether a longer text fits a QR code depends on its characters: ISO/IEC 18004 table 7, version 40-M, 2,331 bytes.</summary>
    private const int SurelyFits = 700;
}
