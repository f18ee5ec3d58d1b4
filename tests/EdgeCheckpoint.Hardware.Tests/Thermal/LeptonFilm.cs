using System.IO.Compression;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Pictures a Lepton could have sent: a room of 22 °C with a warm patch, every picture with other noise.</summary>
internal static class LeptonFilm
{
    public const int Words = 160 * 120;

    public static ushort[] Picture(int number)
    {
        var noise = new GaussianNoise(number + 1);
        ushort[] words = new ushort[Words];
        for (int i = 0; i < Words; i++)
        {
            bool warm = i % 160 is > 60 and < 100 && i / 160 is > 30 and < 80;
            words[i] = (ushort)Math.Round(((warm ? 34 : 22) + 273.15 + (0.05 * noise.Next())) * 100);
        }

        return words;
    }

    public static byte[] Bytes(int pictures) => MemoryMarshal.AsBytes<ushort>([.. Enumerable.Range(0, pictures).SelectMany(Picture)]).ToArray();

    public static RecordedScene Recording()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("film.json"), """{"width":160,"height":120,"frames":6,"unit":"centikelvin","frame_ms":null}""");
        using (var packed = new GZipStream(File.Create(folder.File("film.u16.gz")), CompressionLevel.Fastest))
        {
            packed.Write(Bytes(6));
        }

        return RecordedScene.TryLoad(folder.File("film.json"), out string? problem) ?? throw new InvalidOperationException(problem);
    }
}
