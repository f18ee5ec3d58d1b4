using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary><c>checkpointctl qr decode FILE...</c></summary>
internal static class DecodeVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("file") { Description = "Pictures (PNG, JPEG, PGM), folders of them, or manifests (.jsonl).", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = Output.JsonOption();
        var command = new Command("decode", "Print the codes in pictures.") { paths, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] paths, bool json)
    {
        try
        {
            List<string> files = PictureFiles.Expand(paths);
            using var reader = new QrReader(new QrReaderOptions { MaximumCodes = 64, Deadline = TimeSpan.Zero, Accumulate = false });
            var lines = new DecodedFiles(reader, json);
            LongRun.Each<string>("Reading codes", files, lines.Read, printsLines: true);
            return lines.Unreadable > 0 ? ExitCode.NoInput : lines.Codes > 0 ? ExitCode.Ok : ExitCode.No;
        }
        catch (Exception absent) when (absent is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Output.Error(absent.Message, ExitCode.NoInput);
        }
    }

    /// <summary>Prints as it goes, and remembers what the exit code needs.</summary>
    private sealed class DecodedFiles(QrReader reader, bool json)
    {
        public int Codes { get; private set; }

        public int Unreadable { get; private set; }

        public void Read(string file)
        {
            GrayPicture picture;
            try
            {
                picture = GrayPicture.Load(file);
            }
            catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Unreadable++;
                Output.Error($"{file}: {damaged.Message}", ExitCode.NoInput);
                return;
            }

            long start = TimeProvider.System.GetTimestamp();
            IReadOnlyList<DecodedCode> codes = reader.Decode(picture.Image);
            double milliseconds = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            Codes += codes.Count;
            if (json)
            {
                Output.JsonLine(new JsonObject
                {
                    ["file"] = file,
                    ["codes"] = new JsonArray([.. codes.Select(static c => ToJson(c))]),
                    ["ms"] = Math.Round(milliseconds, 3),
                });
                return;
            }

            // Texts go out as they are: a wrapped code is of no use to whoever copies it.
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {(codes.Count == 0 ? "no code" : $"{codes.Count} found")}, {milliseconds:F1} ms"));
            foreach (DecodedCode code in codes)
            {
                Console.Out.WriteLine($"  {TerminalText.Safe(code.Text)}");
                Console.Out.WriteLine($"    {Describe(code)}");
            }
        }
    }

    private static string Describe(DecodedCode code)
    {
        CodeCorners c = code.Corners;
        string version = code.Version switch { 0 => "", < 0 => $"version M{-code.Version}, ", _ => $"version {code.Version}-{code.Level}, " };
        string repaired = code.Repaired < 0 ? "" : $"{code.Repaired} codewords repaired, ";
        return $"{version}{repaired}by {code.Attempt}, corners {Point(c.TopLeft)} {Point(c.TopRight)} {Point(c.BottomRight)} {Point(c.BottomLeft)}";
    }

    private static string Point(ImagePoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.X:F0},{point.Y:F0}");

    private static JsonObject ToJson(DecodedCode code)
    {
        var node = new JsonObject { ["text"] = code.Text, ["corners"] = Corners(code.Corners) };
        if (code.Version != 0)
        {
            node["version"] = code.Version < 0 ? $"M{-code.Version}" : code.Version;
        }

        if (code.Level.Length > 0)
        {
            node["level"] = code.Level;
        }

        if (code.Repaired >= 0)
        {
            node["repaired"] = code.Repaired;
        }

        node["attempt"] = code.Attempt;
        return node;
    }

    private static JsonArray Corners(CodeCorners corners) =>
        [Corner(corners.TopLeft), Corner(corners.TopRight), Corner(corners.BottomRight), Corner(corners.BottomLeft)];

    private static JsonArray Corner(ImagePoint point) => [Math.Round(point.X, 1), Math.Round(point.Y, 1)];
}
