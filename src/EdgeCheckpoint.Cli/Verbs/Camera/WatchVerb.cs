using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Cli.Verbs.Camera;

/// <summary><c>checkpointctl camera watch</c>: runs a camera as the kiosk does and says every second how it does.</summary>
internal static class WatchVerb
{
    public static Command Create()
    {
        CameraArguments camera = new();
        var seconds = new Option<int>("--seconds") { Description = "How long; 0 until interrupted.", DefaultValueFactory = static _ => 10 };
        var save = new Option<string>("--save") { Description = "Write the last picture to this file, as PGM.", DefaultValueFactory = static _ => "" };
        Option<bool> json = Output.JsonOption();
        var command = new Command("watch", "Run a camera and say every second: rate, brightness, sharpness, faults. Turn the lens until sharpness is highest.") { seconds, save, json };
        camera.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, camera, parsed.GetValue(seconds), parsed.GetValue(save)!, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CameraArguments camera, int seconds, string save, bool json, CancellationToken cancel)
    {
        if (seconds < 0)
        {
            return Output.Error("--seconds takes 0 or more.", ExitCode.Usage);
        }

        if (!camera.TryRead(parsed, out CameraOptions options))
        {
            return ExitCode.Usage;
        }

        TimeProvider time = TimeProvider.System;
        await using ProcessFrameSource source = ProcessFrameSource.Start(CameraPresets.Command(options), options.Limits(), time);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1), time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        PictureWatch watch = new(source);
        Task reading = watch.ReadAsync(end.Token);
        try
        {
            for (int passed = 1; (seconds == 0 || passed <= seconds) && await second.WaitForNextTickAsync(cancel).ConfigureAwait(false); passed++)
            {
                Print(watch.Take(), source.Health, json);
            }
        }
        catch (OperationCanceledException)
        {
            // Interrupted by the user: what was seen until now is the answer.
        }

        await end.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        if (save.Length > 0 && watch.Last is { } last)
        {
            await File.WriteAllBytesAsync(save, [.. Encoding.ASCII.GetBytes($"P5\n{last.Width} {last.Height}\n255\n"), .. last.Pixels], CancellationToken.None).ConfigureAwait(false);
        }

        return source.Health.Frames > 0 ? ExitCode.Ok : Output.Error($"no picture came. {source.Health.Fault}", ExitCode.Io);
    }

    private static void Print(PictureWatch.Second seen, FrameSourceHealth health, bool json)
    {
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["pictures"] = seen.Pictures,
                ["width"] = seen.Width,
                ["height"] = seen.Height,
                ["brightness"] = Math.Round(seen.Brightness, 1),
                ["sharpness"] = Math.Round(seen.Sharpness, 2),
                ["dropped"] = health.Dropped,
                ["restarts"] = health.Restarts,
                ["fault"] = health.Fault,
            });
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Pictures,3} pictures  {seen.Width} x {seen.Height}  brightness {seen.Brightness,5:0.0}  sharpness {seen.Sharpness,6:0.00}  restarts {health.Restarts}  {health.Fault}"));
    }
}
