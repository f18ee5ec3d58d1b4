using System.Globalization;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Words recorded from a real chip, and what they are known to mean.</summary>
internal sealed class RecordedChip(string folder)
{
    public const string Example = "mlx90640/melexis-example";
    public const string Capture = "mlx90640/signaloid-capture";

    public ushort[] Eeprom { get; } = Words(folder, "ee.csv");

    public ushort[][] Frames { get; } = [Words(folder, "frame0.csv"), Words(folder, "frame1.csv")];

    public IReadOnlyList<RecordedSubPage> SubPages => [.. Frames.Select(static f => new RecordedSubPage(f[..Mlx90640Registers.RamWords], f[^1]))];

    public ushort Control => Frames[0][^2];

    public double[] Celsius(string file) => [.. Parts(folder, file).Select(static p => double.Parse(p, CultureInfo.InvariantCulture))];

    private static ushort[] Words(string folder, string file) => [.. Parts(folder, file).Select(static p => ushort.Parse(p, CultureInfo.InvariantCulture))];

    private static string[] Parts(string folder, string file) =>
        File.ReadAllText(Repository.Data([.. folder.Split('/'), file])).Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
