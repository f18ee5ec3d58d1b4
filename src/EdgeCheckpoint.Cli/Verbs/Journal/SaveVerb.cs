using System.CommandLine;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Cli.Verbs.Journal;

/// <summary><c>checkpointctl journal save</c>: asks the running kiosk for its record by a file in its folder, and waits for it.</summary>
internal static class SaveVerb
{
    private const string Request = "save";

    private const int SecondsAtMost = 3600;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Option<string> folder = new("--folder")
        {
            Description = "Folder of the records, as inputJournal:folder names it.",
            DefaultValueFactory = static _ => "/var/lib/edge-checkpoint/inputs",
        };
        Option<int> seconds = new("--wait") { Description = "How long to wait for the kiosk, s.", DefaultValueFactory = static _ => 10 };
        Option<bool> json = Output.JsonOption();
        var command = new Command("save", "Have the running kiosk write its record to the disk; prints the file. It holds no names, codes or pictures.") { folder, seconds, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(folder), parsed.GetValue(seconds), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int seconds, bool json, CancellationToken cancellationToken)
    {
        if (seconds is < 1 or > SecondsAtMost)
        {
            return Output.Error($"--wait takes 1 to {SecondsAtMost} s.", ExitCode.Usage);
        }

        if (File.Exists(folder))
        {
            return Output.Error($"{folder} is a file; --folder names the folder of the records.", ExitCode.NoInput);
        }

        TimeSpan patience = TimeSpan.FromSeconds(seconds);
        string request = Path.Combine(folder, Request);
        HashSet<string> before;
        try
        {
            Directory.CreateDirectory(folder);
            before = [.. Saved(folder)];
            await File.WriteAllBytesAsync(request, [], cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{folder} cannot be written: {e.Message}", ExitCode.Io);
        }

        TimeProvider time = TimeProvider.System;
        try
        {
            for (long from = time.GetTimestamp(); time.GetElapsedTime(from) < patience; await Task.Delay(LookEvery, time, cancellationToken))
            {
                if (!File.Exists(request) && Saved(folder).FirstOrDefault(f => !before.Contains(f)) is { } file)
                {
                    Print(file, json);
                    return ExitCode.Ok;
                }
            }
        }
        finally
        {
            File.Delete(request);
        }

        return Output.Error($"no kiosk answered within {patience.TotalSeconds:0} s; is it running, and is {folder} its inputJournal:folder?", ExitCode.No);
    }

    private static void Print(string file, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject { ["file"] = file });
        }
        else
        {
            Console.Out.WriteLine(file);
        }
    }

    private static IEnumerable<string> Saved(string folder) => Directory.EnumerateFiles(folder, "inputs-*.jsonl");
}
