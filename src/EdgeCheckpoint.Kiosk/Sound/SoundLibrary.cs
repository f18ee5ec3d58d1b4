using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Kiosk.Sound;

/// <summary>Every sound there is, read once at start: nothing a browser asks for ever reaches the disk.</summary>
public sealed partial class SoundLibrary
{
    /// <summary>A longer file is left out: no prompt takes that long.</summary>
    internal const int MaxBytes = 1024 * 1024;

    /// <summary>What may be spoken, by the beginning of its name. Never a reason and never a reading: bystanders hear.</summary>
    internal static readonly string[] SpokenKinds = ["prompt-", "verdict-", "page-"];

    private readonly FrozenDictionary<string, byte[]> _files;

    private SoundLibrary(Dictionary<string, byte[]> files, List<string> leftOut)
    {
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
        LeftOut = leftOut;
    }

    /// <summary>Names such as <c>tones/pass.wav</c> and <c>zh-CN/prompt-hold-still.wav</c>.</summary>
    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>Files that were not taken, each with the reason.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    internal byte[]? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>Reads the folder over the built-in tones; a folder that is not there leaves the tones.</summary>
    public static SoundLibrary Load(string folder)
    {
        Dictionary<string, byte[]> files = Tone.All.ToDictionary(static t => $"tones/{t.Key}.wav", static t => Tone.Wav(t.Value));
        var leftOut = new List<string>();
        if (folder.Length > 0 && Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                try
                {
                    if (Refusal(path, name) is { } refusal)
                    {
                        leftOut.Add($"{path}: {refusal}");
                    }
                    else
                    {
                        files[name] = File.ReadAllBytes(path);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    leftOut.Add($"{path}: {e.Message}");
                }
            }
        }

        return new SoundLibrary(files, leftOut);
    }

    private static string? Refusal(string path, string name)
    {
        if (!Name().IsMatch(name))
        {
            return "the name is not {language}/{prompt|verdict|page}-{word}.wav or tones/{word}.wav";
        }

        var file = new FileInfo(path);
        if (file.Length is < 44 or > MaxBytes)
        {
            return $"{file.Length} bytes; a sound has 44 to {MaxBytes}";
        }

        Span<byte> start = stackalloc byte[4];
        using FileStream stream = file.OpenRead();
        return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("RIFF"u8) ? null : "not a WAV file";
    }

    [GeneratedRegex(@"^(?:tones/[a-z-]{1,40}|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}/(?:prompt|verdict|page)-[a-z-]{1,40})\.wav$")]
    private static partial Regex Name();
}
