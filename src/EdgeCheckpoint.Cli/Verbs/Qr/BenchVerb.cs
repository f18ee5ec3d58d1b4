using System.CommandLine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary><c>checkpointctl qr bench --manifest FILE</c>: this project's reader beside those that are installed, picture by picture.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var manifest = new Option<FileInfo>("--manifest") { Description = "Pictures with their texts, one JSON object a line.", Required = true };
        var runs = new Option<int>("--runs") { Description = "Times each picture is read by each reader; the median counts.", DefaultValueFactory = static _ => 3 };
        var missed = new Option<bool>("--missed") { Description = "Also list the pictures this reader missed." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("bench", "Compare readers on labelled pictures.") { manifest, runs, missed, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(manifest), parsed.GetValue(runs), parsed.GetValue(missed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo manifest, int runs, bool missed, bool json)
    {
        if (runs is < 1 or > 100)
        {
            return Output.Error("--runs takes 1 to 100.", ExitCode.Usage);
        }

        var contestants = new List<BenchContestant>();
        try
        {
            List<BenchPicture> pictures = BenchPicture.Read(manifest.FullName);
            contestants.Add(new BenchContestant("this reader", new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero, Accumulate = false })));
            contestants.Add(new BenchContestant($"zxing-cpp {VisionLibrary.ZxingVersion}", new QrReader(new QrReaderOptions { Engines = QrEngines.Zxing, Deadline = TimeSpan.Zero, Accumulate = false })));
            AddZbar(contestants);
            LongRun.Each("Reading", pictures, picture => ReadOne(picture, contestants, runs));
            var report = new BenchReport(contestants, BenchPeers.Beside(manifest.FullName));
            if (json)
            {
                report.PrintJson();
            }
            else
            {
                report.Print();
            }

            if (missed)
            {
                report.PrintMissed();
            }

            BenchTally own = contestants[0].Positives;
            return own.Wrong == 0 && contestants[0].Negatives.False == 0 ? ExitCode.Ok : ExitCode.No;
        }
        catch (Exception absent) when (absent is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Output.Error(absent.Message, ExitCode.NoInput);
        }
        finally
        {
            contestants.ForEach(static c => c.Reader.Dispose());
        }
    }

    private static void AddZbar(List<BenchContestant> contestants)
    {
        try
        {
            contestants.Add(new BenchContestant("zbar", new ZbarReader()));
        }
        catch (DllNotFoundException)
        {
            Output.Aside.MarkupLine("libzbar0 is not installed, so zbar does not take part.");
        }
    }

    /// <summary>Contestants take turns, so that whatever else the machine does hits all of them.</summary>
    private static void ReadOne(BenchPicture picture, List<BenchContestant> contestants, int runs)
    {
        GrayPicture pixels = GrayPicture.Load(picture.File);
        double[][] times = [.. contestants.Select(_ => new double[runs])];
        var codes = new IReadOnlyList<DecodedCode>[contestants.Count];
        for (int run = 0; run < runs; run++)
        {
            for (int i = 0; i < contestants.Count; i++)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                codes[i] = contestants[i].Reader.Decode(pixels.Image);
                times[i][run] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            }
        }

        for (int i = 0; i < contestants.Count; i++)
        {
            Array.Sort(times[i]);
            contestants[i].Add(picture, codes[i], times[i][runs / 2]);
        }
    }
}
