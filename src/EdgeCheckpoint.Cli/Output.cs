using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Spectre.Console;

namespace EdgeCheckpoint.Cli;

/// <summary>Where verbs print: results to standard output, everything else to standard error. NO_COLOR and pipes are respected.</summary>
internal static class Output
{
    /// <summary>Tables, trees and text that are the verb's result.</summary>
    public static IAnsiConsole Result { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    /// <summary>Progress and messages.</summary>
    public static IAnsiConsole Aside { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

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

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
}
