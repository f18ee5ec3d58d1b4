using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

public sealed class CalibrationFileTests : IDisposable
{
    private static readonly DateTimeOffset Done = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("calibration.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Calibrations_are_kept_and_the_last_is_in_force()
    {
        CalibrationRecord first = new(37, 36.2, 21, "first", Done, Done.AddDays(30)), second = first with { MeasuredCelsius = 36.9, By = "第二人" };
        CalibrationFile.Append(File, first);
        CalibrationFile.Append(File, second);
        Assert.Equal([first, second], CalibrationFile.Read(File, out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"referenceCelsius\":37}\n")]
    [InlineData("nonsense\n")]
    [InlineData("null\n")]
    public void A_damaged_file_holds_no_calibration(string content)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.Empty(CalibrationFile.Read(File, out string? problem));
        Assert.Contains(File, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_a_sentence()
    {
        Assert.Empty(CalibrationFile.Read(File, out string? problem));
        Assert.NotNull(problem);
    }
}
