using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Gate, signals and inputs of one site, with the emergency input tied to the gate below all other software.</summary>
public sealed class SiteHardware : IDisposable
{
    private SiteHardware(GpioGate gate, GpioSignals signals, GpioInputs inputs)
    {
        Gate = gate;
        Signals = signals;
        Inputs = inputs;
    }

    public IGate Gate { get; }

    public ISignals Signals { get; }

    public ISiteInputs Inputs { get; }

    /// <param name="site">Null after a fault.</param>
    /// <param name="fault">What is wrong and what to do; empty when nothing is.</param>
    public static bool TryOpen(IGpioChip chip, SiteOptions options, TimeProvider time, out SiteHardware? site, out string fault)
    {
        ArgumentNullException.ThrowIfNull(options);
        site = null;
        GpioGate? gate = null;
        GpioSignals? signals = null;
        GpioInputs? inputs = null;
        fault = Describe(GateOptions.Section, GpioGate.Open(chip, options.Gate, time, out gate));
        if (fault.Length == 0)
        {
            fault = Describe(SignalOptions.Section, GpioSignals.Open(chip, options.Signals, time, out signals));
        }

        if (fault.Length == 0)
        {
            fault = Describe(InputOptions.Section, GpioInputs.Open(chip, options.Inputs, time, input => Interlock(gate!, input), out inputs));
        }

        if (fault.Length > 0)
        {
            gate?.Dispose();
            signals?.Dispose();
            return false;
        }

        site = new SiteHardware(gate!, signals!, inputs!);
        return true;
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Signals.Dispose();
        Gate.Dispose();
    }

    private static void Interlock(GpioGate gate, SiteInput input)
    {
        if (input.Signal == SiteSignal.EmergencyRelease)
        {
            gate.Emergency(input.Active);
        }
    }

    private static string Describe(string section, GpioFault fault) => fault switch
    {
        GpioFault.None => "",
        GpioFault.Absent => $"{section}: a line is not on this chip; 'checkpointctl gpio list' shows those that are",
        GpioFault.Busy => $"{section}: a line is used by another program; 'checkpointctl gpio list' shows by which",
        GpioFault.Denied => $"{section}: not allowed to use the chip; put the service's user into group gpio",
        GpioFault.Unsupported => $"{section}: the chip cannot do what a line asks for, as a pull resistor; wire one and set bias to AsIs",
        _ => $"{section}: the chip failed",
    };
}

/// <summary>All lines of a site.</summary>
public sealed record SiteOptions
{
    public GateOptions Gate { get; init; } = new();

    public SignalOptions Signals { get; init; } = new();

    public InputOptions Inputs { get; init; } = new();
}
