using System.Buffers.Binary;

namespace EdgeCheckpoint.Kiosk.Sound;

/// <summary>One note of a tone.</summary>
/// <param name="Hertz">Pitch; 0 is a rest.</param>
/// <param name="Milliseconds">Length.</param>
internal readonly record struct Note(double Hertz, int Milliseconds);

/// <summary>The tones that go with the verdicts: told apart by melody and rhythm, so that they need no words and no eyes.</summary>
internal static class Tone
{
    internal const int SamplesPerSecond = 22_050;

    private const int HeaderBytes = 44;

    private const int FadeMs = 12;

    /// <summary>Notes by name: the words of the verdicts, and <c>attention</c> before a prompt.</summary>
    internal static IReadOnlyDictionary<string, Note[]> All { get; } = new Dictionary<string, Note[]>
    {
        ["pass"] = [new(784, 110), new(1175, 220)],
        ["refer"] = [new(659, 160), new(0, 90), new(659, 160), new(0, 90), new(659, 160)],
        ["deny"] = [new(392, 260), new(262, 420)],
        ["unable"] = [new(523, 200), new(494, 200), new(523, 200)],
        ["attention"] = [new(880, 90)],
    };

    /// <summary>A WAV file: 16 bits, one channel.</summary>
    /// <remarks>A little of the octave above makes small loudspeakers carry it; faded ends make no clicks.</remarks>
    internal static byte[] Wav(ReadOnlySpan<Note> notes)
    {
        int samples = 0;
        foreach (Note note in notes)
        {
            samples += SamplesOf(note.Milliseconds);
        }

        byte[] wav = new byte[HeaderBytes + (samples * 2)];
        WriteHeader(wav, samples);
        int at = HeaderBytes;
        foreach (Note note in notes)
        {
            int length = SamplesOf(note.Milliseconds);
            for (int i = 0; i < length; i++, at += 2)
            {
                double phase = 2 * Math.PI * note.Hertz * i / SamplesPerSecond;
                double fade = Math.Min(1, Math.Min(i, length - i) / (double)SamplesOf(FadeMs));
                double value = note.Hertz == 0 ? 0 : 0.72 * fade * ((0.8 * Math.Sin(phase)) + (0.2 * Math.Sin(2 * phase)));
                BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(at), (short)(value * short.MaxValue));
            }
        }

        return wav;
    }

    private static int SamplesOf(int milliseconds) => SamplesPerSecond * milliseconds / 1000;

    private static void WriteHeader(Span<byte> wav, int samples)
    {
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav[24..], SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(wav[28..], SamplesPerSecond * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav[34..], 16);
        "data"u8.CopyTo(wav[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], samples * 2);
    }
}
