using System.CommandLine;
using System.Text.Json;
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
        if (!File.Exists(file))
        {
            return Output.Error($"{file}: there is no such file.", ExitCode.NoInput);
        }

        int line = 0;
        try
        {
            using StreamWriter writer = new(output);
            PassSheet sheet = new(writer, title);
            sheet.Begin();
            foreach (string text in File.ReadLines(file))
            {
                line++;
                using JsonDocument pass = JsonDocument.Parse(text);
                sheet.Add(Member(pass, "kind"), Member(pass, "id"), Member(pass, "subject"), Member(pass, "expiresAt"), Member(pass, "text"));
            }

            sheet.End();
            Output.Aside.MarkupLineInterpolated($"{line} passes on sheets in {output}; print it from any browser.");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
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

    private static string Member(JsonDocument pass, string name) => pass.RootElement.GetProperty(name).GetString() ?? "";
}
