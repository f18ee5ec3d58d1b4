using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Board;

public sealed class BoardSensorsTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_raspberry_pi_tells_model_temperature_and_supply()
    {
        Put("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
        Put("sys/class/thermal/thermal_zone0/temp", "48199\n");
        Put("sys/class/thermal/thermal_zone1/temp", "51400\n");
        Put("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
        Put("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
        Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
        Assert.Equal(new BoardReading("Raspberry Pi 4 Model B Rev 1.4", 51.4, Undervoltage: true), new BoardSensors(_root.Path).Read());
        Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
        Assert.False(new BoardSensors(_root.Path).Read().Undervoltage);
    }

    [Fact]
    public void A_board_without_sensors_says_so_and_nothing_else() =>
        Assert.Equal(new BoardReading("", null, null), new BoardSensors(_root.Path).Read());

    [Fact]
    public void Nonsense_in_a_file_is_no_reading()
    {
        Put("sys/class/thermal/thermal_zone0/temp", "hot\n");
        Put("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
        Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "\n");
        Assert.Equal(new BoardReading("", null, null), new BoardSensors(_root.Path).Read());
    }

    private void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.File(file))!);
        File.WriteAllText(_root.File(file), text);
    }
}
