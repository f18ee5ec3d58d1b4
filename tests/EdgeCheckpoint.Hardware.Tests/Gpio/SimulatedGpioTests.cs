using EdgeCheckpoint.Simulation.Gate;

namespace EdgeCheckpoint.Hardware.Tests.Gpio;

public sealed class SimulatedGpioTests() : GpioContract(Bench())
{
    private static SimulatedGpioChip Bench()
    {
        SimulatedGpioChip chip = new(8, TimeProvider.System);
        chip.Wire(0, 1);
        chip.Wire(2, 3);
        chip.Wire(4, 5);
        return chip;
    }
}
