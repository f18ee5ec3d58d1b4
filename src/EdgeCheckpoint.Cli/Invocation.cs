using System.CommandLine;
using System.CommandLine.Invocation;

namespace EdgeCheckpoint.Cli;

/// <summary>Runs one command line. What no verb has caught becomes a sentence and an exit code here.</summary>
internal static class Invocation
{
    /// <param name="output">Takes help.</param>
    /// <param name="error">Takes what is wrong with the command line.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = CommandTree.Root().Parse(arguments);
        InvocationConfiguration settings = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            // A program that reads the result must not find help there that nobody asked for.
            Output = parsed.Errors.Count > 0 ? error : output,
            Error = error,
        };
        // A verb that cannot be asked to end is ended by the signal itself.
        using Interruption? interruption = parsed.Action is AsynchronousCommandLineAction ? Interruption.Listen() : null;
        CancellationToken asked = interruption?.Asked ?? CancellationToken.None;
        try
        {
            int exitCode = await parsed.InvokeAsync(settings, asked);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
        }
        catch (Exception) when (asked.IsCancellationRequested)
        {
            // Ctrl-C reaches what the verb started, too, and a closed terminal takes no words: whatever fails then is part of the end.
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return Tell(e.Message, ExitCode.NoInput);
        }
        catch (IOException e)
        {
            return Tell(e.Message, ExitCode.Io);
        }
        catch (DllNotFoundException e)
        {
            return Tell(e.Message, ExitCode.Config);
        }
        catch (Exception e)
        {
            return Tell($"this is a fault of the program, not yours; please report it with what you typed:\n{e}", ExitCode.Software);
        }
    }

    private static int Tell(string message, int exitCode)
    {
        try
        {
            return Output.Error(message, exitCode);
        }
        catch (IOException)
        {
            // Standard error takes nothing either; the exit code remains.
            return exitCode;
        }
    }
}
