using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EdgeCheckpoint.Cli;

/// <summary>Where verbs print: results to standard output, everything else to standard error. NO_COLOR and pipes are respected.</summary>
internal static class Output
{
    /// <summary>Tables, trees and text that are the verb's result.</summary>
    public static IAnsiConsole Result { get; } = Open(Console.Out, Console.IsOutputRedirected);

    /// <summary>Progress and messages.</summary>
    public static IAnsiConsole Aside { get; } = Open(Console.Error, Console.IsErrorRedirected);

    /// <summary>One JSON value a line.</summary>
    public static void JsonLine(JsonNode node) => Console.Out.WriteLine(node.ToJsonString(JsonOptions));

    /// <summary>Says what is wrong and what to do, in one sentence each; returns <paramref name="exitCode"/> to be passed on.</summary>
    public static int Error(string message, int exitCode)
    {
        Console.Error.WriteLine($"checkpointctl: {message}");
        return exitCode;
    }

    /// <summary>The option every verb with a result has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON, one value a line, instead of text." };

    /// <summary>Pipes and files get plain text, wide enough that no table cell is broken.</summary>
    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        bool plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }

    private const int PipeWidth = 200;

    /// <summary>For terminals and programs, never for a page: only what JSON itself asks for is escaped.</summary>
    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
