using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Simulation.Gate;

/// <summary>A gate with lamps, buzzer, contacts and a turnstile behind it: the production adapters on a simulated chip, and the hands and feet of the people there.</summary>
public sealed class SimulatedSite : IDisposable
{
    private static readonly TimeSpan Blip = TimeSpan.FromMilliseconds(200);

    private readonly SiteHardware _hardware;
    private readonly SimulatedTurnstile _turnstile;
    private readonly TimeProvider _time;

    private SimulatedSite(SimulatedGpioChip chip, SiteHardware hardware, SimulatedTurnstile turnstile, TimeProvider time)
    {
        Chip = chip;
        _hardware = hardware;
        _turnstile = turnstile;
        _time = time;
    }

    /// <summary>The chip, to break it or to look at its lines.</summary>
    public SimulatedGpioChip Chip { get; }

    public IGate Gate => _hardware.Gate;

    public ISignals Signals => _hardware.Signals;

    public ISiteInputs Inputs => _hardware.Inputs;

    /// <summary>Whether a person who walks now gets through.</summary>
    public bool IsOpen => _turnstile.IsOpen;

    /// <summary>All lamps and contacts wired as in <c>hardware/wiring.md</c>; emergency and tamper are normally closed.</summary>
    public static SiteOptions Wiring { get; } = new()
    {
        Gate = new GateOptions { Relay = new LineOptions { Line = "17" } },
        Signals = new SignalOptions
        {
            Green = new LineOptions { Line = "22" },
            Amber = new LineOptions { Line = "23" },
            Red = new LineOptions { Line = "24" },
            White = new LineOptions { Line = "25" },
            Buzzer = new LineOptions { Line = "18" },
        },
        Inputs = new InputOptions
        {
            Passed = new LineOptions { Line = "5", ActiveLow = true, Bias = GpioBias.PullUp },
            NotPassed = new LineOptions { Line = "6", ActiveLow = true, Bias = GpioBias.PullUp },
            Forced = new LineOptions { Line = "13", ActiveLow = true, Bias = GpioBias.PullUp },
            Presence = new LineOptions { Line = "26", Bias = GpioBias.PullDown },
            CallButton = new LineOptions { Line = "19", ActiveLow = true, Bias = GpioBias.PullUp },
            StaffButton = new LineOptions { Line = "16", ActiveLow = true, Bias = GpioBias.PullUp },
            EmergencyRelease = new LineOptions { Line = "20", Bias = GpioBias.PullUp },
            Tamper = new LineOptions { Line = "21", Bias = GpioBias.PullUp },
            Door = new LineOptions { Line = "12", ActiveLow = true, Bias = GpioBias.PullUp },
        },
    };

    /// <param name="options">Null: <see cref="Wiring"/>.</param>
    public static SimulatedSite Start(TimeProvider time, SiteOptions? options = null)
    {
        options ??= Wiring;
        SimulatedGpioChip chip = new(28, time);
        foreach ((SiteSignal signal, LineOptions line) in options.Inputs.Wired())
        {
            chip.Drive(Number(line), line.ActiveLow);
        }

        SimulatedSite? site = null;
        SimulatedTurnstile turnstile = new(chip, Number(options.Gate.Relay), options.Gate, time, contact => site?.Contact(options.Inputs, contact));
        if (!SiteHardware.TryOpen(chip, options, time, out SiteHardware? hardware, out string fault))
        {
            throw new ArgumentException(fault, nameof(options));
        }

        return site = new SimulatedSite(chip, hardware!, turnstile, time) { Options = options };
    }

    private SiteOptions Options { get; init; } = Wiring;

    /// <summary>Somebody walks against the gate.</summary>
    /// <returns>Whether they got through.</returns>
    public bool Walk() => _turnstile.Walk();

    /// <summary>The person the gate opened for turns back.</summary>
    public void TurnBack() => _turnstile.TurnBack();

    /// <summary>Somebody pushes through the barred gate.</summary>
    public void Force() => _turnstile.Force();

    public void SetPresence(bool present) => Hold(Options.Inputs.Presence, present);

    public void SetEmergency(bool active) => Hold(Options.Inputs.EmergencyRelease, active);

    public void SetTamper(bool open) => Hold(Options.Inputs.Tamper, open);

    public void SetDoor(bool open) => Hold(Options.Inputs.Door, open);

    public void PressCall() => Press(Options.Inputs.CallButton);

    public void PressStaff() => Press(Options.Inputs.StaffButton);

    public void Dispose()
    {
        _hardware.Dispose();
        _turnstile.Dispose();
        Chip.Dispose();
    }

    private void Contact(InputOptions inputs, SimulatedTurnstile.SiteContact contact) => Press(contact switch
    {
        SimulatedTurnstile.SiteContact.Passed => inputs.Passed,
        SimulatedTurnstile.SiteContact.NotPassed => inputs.NotPassed,
        _ => inputs.Forced,
    });

    private void Hold(LineOptions line, bool active)
    {
        if (line.IsWired)
        {
            Chip.Drive(Number(line), active != line.ActiveLow);
        }
    }

    private void Press(LineOptions line)
    {
        Hold(line, active: true);
        ITimer? release = null;
        release = _time.CreateTimer(
            _ =>
            {
                Hold(line, active: false);
                release?.Dispose();
            },
            null,
            Blip,
            Timeout.InfiniteTimeSpan);
    }

    private static int Number(LineOptions line) => int.Parse(line.Line, System.Globalization.CultureInfo.InvariantCulture);
}
