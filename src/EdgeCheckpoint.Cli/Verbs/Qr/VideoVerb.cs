using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Simulation.Qr;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary><c>checkpointctl qr video</c>: how long people hold a phone up until its code is read.</summary>
internal static class VideoVerb
{
    private const string Text = "HC1:6BFOXN%TSMAHN-HJTK6.Q837FEMYV6:D4PA3-36PHNOIMWU47O0I9CZK9JBW9LOQHIZC4.OI1RM8ZA*LPJX29+KCFF-+K*LPH*AA:GA.DL.ABN";

    private static readonly (int Width, int Height)[] Sizes = [(640, 480), (1280, 720)];

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "Recordings of each scene and size, 1 to 100.", DefaultValueFactory = static _ => 5 };
        Option<bool> json = Output.JsonOption();
        var command = new Command("video", "Measure time to text on simulated recordings of phones.") { seeds, json };
        command.SetAction(parsed => Run(parsed.GetValue(seeds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int seeds, bool json)
    {
        if (seeds is < 1 or > 100)
        {
            return Output.Error("--seeds takes 1 to 100.", ExitCode.Usage);
        }

        QrMatrix code = QrWriter.Encode(Text, QrErrorCorrection.Medium);
        var recordings = (from scene in Enum.GetValues<PhoneScene>() from size in Sizes from seed in Enumerable.Range(1, seeds) select (scene, size, seed)).ToList();
        var results = new List<VideoResult>();
        LongRun.Each("Playing recordings", recordings, r => results.AddRange(Play(new PhoneVideo(r.scene, r.seed, r.size.Width, r.size.Height, code), r.scene, r.size.Width, r.size.Height)));
        Print(results, json);
        return ExitCode.Ok;
    }

    /// <summary>Both readers see each picture once, as they would from a camera.</summary>
    private static IEnumerable<VideoResult> Play(PhoneVideo video, PhoneScene scene, int width, int height)
    {
        using var own = new QrReader();
        using var zxing = new QrReader(new QrReaderOptions { Engines = QrEngines.Zxing });
        (string Name, QrReader Reader)[] readers = [("this reader", own), ($"zxing-cpp {VisionLibrary.ZxingVersion}", zxing)];
        TimeSpan? visible = null;
        var after = new double?[readers.Length];
        int[] pictures = [1, 1];
        foreach (PhoneFrame frame in video.Play())
        {
            visible ??= frame.Visible ? frame.At : null;
            for (int i = 0; i < readers.Length; i++)
            {
                if (after[i] is not null)
                {
                    continue;
                }

                long start = TimeProvider.System.GetTimestamp();
                DecodedCode? read = readers[i].Reader.Decode(frame.Picture.Image).FirstOrDefault(static c => c.Text == Text);
                if (read is not null)
                {
                    after[i] = (frame.At - (visible ?? frame.At) + TimeProvider.System.GetElapsedTime(start)).TotalMilliseconds;
                    pictures[i] = read.Pictures;
                }
            }

            if (after.All(static a => a is not null))
            {
                break;
            }
        }

        return readers.Select((reader, i) => new VideoResult(reader.Name, scene, width, height, after[i], pictures[i]));
    }

    private static void Print(List<VideoResult> results, bool json)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("scene", "size", "reader", "recordings", "read", "p50 ms", "p95 ms", "by several pictures");
        foreach (var group in results.GroupBy(static r => (r.Scene, r.Width, r.Height, r.Reader)))
        {
            // What was never read sorts last and counts as such.
            double[] times = [.. group.Select(static r => r.MillisecondsToText ?? double.PositiveInfinity).Order()];
            double p50 = times[(times.Length - 1) / 2], p95 = times[(int)Math.Ceiling(0.95 * times.Length) - 1];
            int read = group.Count(static r => r.MillisecondsToText is not null), several = group.Count(static r => r.Pictures > 1);
            if (json)
            {
                Output.JsonLine(new JsonObject
                {
                    ["scene"] = group.Key.Scene.ToString(),
                    ["width"] = group.Key.Width,
                    ["height"] = group.Key.Height,
                    ["reader"] = group.Key.Reader,
                    ["recordings"] = times.Length,
                    ["read"] = read,
                    ["p50_ms"] = double.IsFinite(p50) ? Math.Round(p50, 1) : null,
                    ["p95_ms"] = double.IsFinite(p95) ? Math.Round(p95, 1) : null,
                    ["by_several_pictures"] = several,
                });
                continue;
            }

            table.AddRow(
                group.Key.Scene.ToString(), $"{group.Key.Width} x {group.Key.Height}", group.Key.Reader, Number(times.Length), Number(read), Milliseconds(p50), Milliseconds(p95), Number(several));
        }

        if (!json)
        {
            foreach (TableColumn column in table.Columns)
            {
                column.NoWrap = true;
            }

            Output.Result.Write(table);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) => double.IsFinite(value) ? value.ToString("F0", CultureInfo.InvariantCulture) : "not read";

    /// <param name="MillisecondsToText">From the first picture that shows the whole code; null when it was never read.</param>
    /// <param name="Pictures">Pictures that contributed.</param>
    private sealed record VideoResult(string Reader, PhoneScene Scene, int Width, int Height, double? MillisecondsToText, int Pictures);
}
