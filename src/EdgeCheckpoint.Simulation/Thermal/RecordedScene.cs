using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A recording: a JSON description and frames of unsigned 16-bit words, little-endian, row-major, packed with gzip.</summary>
/// <remarks>
/// <c>NAME.json</c> has width, height, frames, unit (<c>centikelvin</c> or <c>raw14</c>) and frame_ms;
/// <c>NAME.u16.gz</c> the frames, <c>NAME_32x24.u16.gz</c> the same frames made smaller.
/// </remarks>
public sealed class RecordedScene
{
    /// <summary>A Lepton's pace, for recordings without times.</summary>
    private const double FrameMilliseconds = 114;

    private const string FramesEnding = ".u16.gz";

    private readonly ushort[] _words;
    private readonly double[] _milliseconds;

    private RecordedScene(int width, int height, bool hasScale, ushort[] words, double[] milliseconds)
    {
        Width = width;
        Height = height;
        HasScale = hasScale;
        _words = words;
        _milliseconds = milliseconds;
    }

    public int Width { get; }

    public int Height { get; }

    public int Frames => _words.Length / (Width * Height);

    /// <summary>False where the words are counts without a temperature scale.</summary>
    public bool HasScale { get; }

    /// <param name="path"><c>NAME.json</c>, <c>NAME.u16.gz</c> or <c>NAME_WIDTHxHEIGHT.u16.gz</c>; the others are looked for beside it.</param>
    /// <param name="problem">Null, or the sentence that says what is wrong.</param>
    public static RecordedScene? TryLoad(string path, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Load(path, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problem = $"{path}: {(e is KeyNotFoundException ? "the description lacks width, height or unit" : e.Message)}";
            return null;
        }
    }

    /// <summary>Fills a picture of this recording's size.</summary>
    /// <param name="kelvinPerCount">For counts without a scale: one count, K; the recording's median count is taken for 20 °C.</param>
    public void Fill(int frame, ThermalFrame picture, double kelvinPerCount)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ReadOnlySpan<ushort> words = _words.AsSpan(frame * Width * Height, Width * Height);
        double scale = HasScale ? 0.01 : kelvinPerCount;
        double zero = HasScale ? 273.15 : (Median() * scale) - 20;
        for (int i = 0; i < words.Length; i++)
        {
            picture.Celsius[i] = (float)((words[i] * scale) - zero);
        }

        picture.At = MonotonicInstant.FromMilliseconds(frame < _milliseconds.Length ? _milliseconds[frame] : frame * FrameMilliseconds);
        picture.Sequence = frame + 1;
    }

    /// <summary>Each pixel's value that only a twentieth of the frames go below: what the place shows when nobody stands there.</summary>
    public float[] QuietPicture(double kelvinPerCount)
    {
        var picture = new ThermalFrame(Width, Height);
        float[][] values = [.. Enumerable.Range(0, Width * Height).Select(_ => new float[Frames])];
        for (int frame = 0; frame < Frames; frame++)
        {
            Fill(frame, picture, kelvinPerCount);
            for (int i = 0; i < values.Length; i++)
            {
                values[i][frame] = picture.Celsius[i];
            }
        }

        return [.. values.Select(static v =>
        {
            Array.Sort(v);
            return v[v.Length / 20];
        })];
    }

    private static RecordedScene? Load(string path, out string? problem)
    {
        string frames = path.EndsWith(".json", StringComparison.Ordinal) ? $"{path[..^5]}{FramesEnding}" : path;
        if (!frames.EndsWith(FramesEnding, StringComparison.Ordinal) || Directory.Exists(path))
        {
            problem = $"{path} is no recording; name its description, NAME.json, or its frames, NAME{FramesEnding}.";
            return null;
        }

        string name = frames[..^FramesEnding.Length];
        int mark = name.LastIndexOf('_');
        string[] size = mark < 0 ? [] : name[(mark + 1)..].Split('x');
        bool reduced = size.Length == 2 && size.All(static s => int.TryParse(s, out _));
        using JsonDocument description = JsonDocument.Parse(File.ReadAllText($"{(reduced ? name[..mark] : name)}.json"));
        JsonElement root = description.RootElement;
        int width = reduced ? int.Parse(size[0], System.Globalization.CultureInfo.InvariantCulture) : root.GetProperty("width").GetInt32();
        int height = reduced ? int.Parse(size[1], System.Globalization.CultureInfo.InvariantCulture) : root.GetProperty("height").GetInt32();
        double[] milliseconds = root.TryGetProperty("frame_ms", out JsonElement times) && times.ValueKind == JsonValueKind.Array
            && times.EnumerateArray().All(static t => t.ValueKind == JsonValueKind.Number)
            ? [.. times.EnumerateArray().Select(static t => t.GetDouble())]
            : [];

        using var packed = new GZipStream(File.OpenRead(frames), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        ushort[] words = MemoryMarshal.Cast<byte, ushort>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).ToArray();
        if (width <= 0 || height <= 0 || words.Length == 0 || words.Length % ((long)width * height) != 0)
        {
            problem = $"{frames}: {words.Length} words are not whole frames of {width} x {height}.";
            return null;
        }

        problem = null;
        return new RecordedScene(width, height, root.GetProperty("unit").GetString() == "centikelvin", words, milliseconds);
    }

    private double Median()
    {
        ushort[] sorted = [.. _words.AsSpan(0, Math.Min(_words.Length, 4 * Width * Height))];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
