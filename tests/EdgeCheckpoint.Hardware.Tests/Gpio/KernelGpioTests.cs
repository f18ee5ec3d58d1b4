using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Tests.Lab;

namespace EdgeCheckpoint.Hardware.Tests.Gpio;

/// <summary>
/// The kernel's adapter on the chip of the lab; or on a real one with three jumper wires, when EDGECHECKPOINT_GPIO names it:
/// <c>/dev/gpiochip0:17-27,22-23,5-6</c>.
/// </summary>
[Collection(LabDevices.Collection)]
public sealed class KernelGpioTests() : GpioContract(OpenBench())
{
    private static readonly string Bench = Environment.GetEnvironmentVariable("EDGECHECKPOINT_GPIO") ?? $"{LabDevices.Chip}:0-1,2-3,4-5";

    [Fact]
    public void The_chip_tells_its_lines_and_who_has_them()
    {
        LabDevices.StartGpio(8, "");
        Assert.Equal(GpioFault.None, KernelGpioChip.Open(LabDevices.Chip, out KernelGpioChip? chip));
        using (chip)
        {
            Assert.Equal(("gpiochip-lab", "lab", 8), (chip!.Name, chip.Label, chip.LineCount));
            Assert.Equal(GpioFault.None, chip.Find("GPIO5", out int offset));
            Assert.Equal(5, offset);
            Assert.Equal(GpioFault.None, chip.Request(new GpioRequest("a name much longer than the kernel has room for", Output: true, [new GpioLine(5, ActiveLow: true)]), out IGpioLines? lines));
            using (lines)
            {
                chip.Describe(5, out GpioLineInfo line);
                Assert.Equal(new GpioLineInfo(5, "GPIO5", "a name much longer than the kernel has room for"[..31], Used: true, Output: true, ActiveLow: true), line);
            }

            chip.Describe(5, out GpioLineInfo free);
            Assert.False(free.Used);
        }
    }

    [Theory]
    [InlineData(Errno.NoDevice, "Absent")]
    [InlineData(Errno.Busy, "Busy")]
    [InlineData(Errno.NotPermitted, "Denied")]
    [InlineData(Errno.NotSupportedInKernel, "Unsupported")]
    [InlineData(Errno.Io, "Failed")]
    public void Errors_of_the_kernel_are_told_apart(int errno, string fault)
    {
        LabDevices.StartGpio(8, "");
        KernelGpioChip.Open(LabDevices.Chip, out KernelGpioChip? chip);
        using (chip)
        {
            LabDevices.FailGpio(errno);
            Assert.Equal(Enum.Parse<GpioFault>(fault), chip!.Request(new GpioRequest("bench", Output: true, [new GpioLine(1)]), out _));
        }
    }

    [Fact]
    public void A_chip_that_is_not_there_is_absent() =>
        Assert.Equal(GpioFault.Absent, KernelGpioChip.Open("/dev/gpiochip-none", out _));

    [Fact]
    public void What_is_no_chip_is_unsupported() =>
        Assert.Equal(GpioFault.Unsupported, KernelGpioChip.Open("/dev/null", out _));

    [Fact]
    public void More_changes_than_the_kernel_keeps_show_as_a_gap_in_the_numbers()
    {
        LabDevices.StartGpio(8, "");
        KernelGpioChip.Open(LabDevices.Chip, out KernelGpioChip? chip);
        using (chip)
        {
            chip!.Request(new GpioRequest("bench", Output: false, [new GpioLine(1)]) { Edges = true }, out IGpioLines? lines);
            using (lines)
            {
                for (int i = 0; i < 40; i++)
                {
                    LabDevices.DriveGpio(1, i % 2 == 0);
                }

                GpioEdge[] edges = new GpioEdge[32];
                lines!.Wait(edges, 1000, out int count);
                Assert.Equal(16, count);
                LabDevices.DriveGpio(1, true);
                lines.Wait(edges, 1000, out count);
                Assert.Equal(1, count);
                Assert.Equal(41u, edges[0].Sequence);
            }
        }
    }

    protected override int Line(int bench) => int.Parse(Bench.Split(':')[1].Split(',')[bench / 2].Split('-')[bench % 2], provider: null);

    private static KernelGpioChip OpenBench()
    {
        string path = Bench.Split(':')[0];
        if (path == LabDevices.Chip)
        {
            LabDevices.StartGpio(8, "0-1,2-3,4-5");
        }

        Assert.Equal(GpioFault.None, KernelGpioChip.Open(path, out KernelGpioChip? chip));
        return chip!;
    }
}
