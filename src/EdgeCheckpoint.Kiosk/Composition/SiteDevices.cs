using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Sensor, gate, lamps and contacts of the site; simulated ones where the configuration says so.</summary>
internal static class SiteDevices
{
    public static void AddSite(this IServiceCollection services, KioskOptions options, TimeProvider time)
    {
        SimulatedSite? staged = null;
        if (options.Gpio.Device.Length == 0)
        {
            staged = SimulatedSite.Start(time);
            services.AddSingleton(staged.Gate).AddSingleton(staged.Signals).AddSingleton(WithPresence(staged.Inputs, options.Presence, time));
        }
        else
        {
            var wiring = new SiteOptions { Gate = options.Gate, Signals = options.Signals, Inputs = options.Inputs };
            services.AddSingleton<OpenChip>(_ => LateSite.Kernel(options.Gpio.Device));
            services.AddSingleton(s => new LateSite(options.Gpio.Device, s.GetRequiredService<OpenChip>(), wiring, time));
            services.AddSingleton<IGate>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton<ISignals>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton(s => WithPresence(s.GetRequiredService<LateSite>(), options.Presence, time));
        }

        if (options.Thermal.Source == ThermalSource.Simulated)
        {
            AddStage(services, options, staged, time);
        }
        else
        {
            services.AddSingleton(_ => Sensor(options, time));
        }
    }

    /// <summary>Takes the current from all outputs that nobody has; after a service that was killed.</summary>
    /// <returns>False when the chip cannot be opened.</returns>
    public static bool PutAtRest(KioskOptions options, TextWriter output)
    {
        if (options.Gpio.Device.Length == 0)
        {
            return true;
        }

        GpioFault fault = KernelGpioChip.Open(options.Gpio.Device, out KernelGpioChip? chip);
        if (fault != GpioFault.None)
        {
            output.WriteLine($"gpio:device: {options.Gpio.Device} cannot be opened ({fault})");
            return false;
        }

        using (chip)
        {
            foreach (string line in LinesAtRest.Put(chip!, new SiteOptions { Gate = options.Gate, Signals = options.Signals }))
            {
                output.WriteLine(line);
            }
        }

        return true;
    }

    private static IThermalSensor Sensor(KioskOptions options, TimeProvider time)
    {
        ThermalSourceOptions thermal = options.Thermal;
        return thermal.Source switch
        {
            ThermalSource.Amg8833 => new Amg8833Sensor(Chip(Amg8833Sensor.BusAddress), time, thermal.Recovery),
            ThermalSource.Mlx90614 => new Mlx90614Sensor(Chip(Mlx90614Sensor.BusAddress), time, thermal.Recovery),
            ThermalSource.Lepton => new LeptonSensor(new V4l2Camera(options.Lepton.Device), time, options.Lepton, thermal.Recovery),
            _ => new Mlx90640Sensor(Chip(Mlx90640Registers.BusAddress), time, options.Mlx90640, thermal.Recovery),
        };

        LateI2cDevice Chip(int usualAddress) => new(thermal.Bus, thermal.Address ?? usualAddress, time);
    }

    private static ISiteInputs WithPresence(ISiteInputs site, PresenceOptions options, TimeProvider time) =>
        options.Source == PresenceSource.Contact
            ? site
            : MergedInputs.Start(site, RangePresence.Start(new Vl53l0x(new LateI2cDevice(options.Bus, Vl53l0x.Address, time)), options, time));

    /// <summary>A simulated chip before a staged scene, whose people walk through a simulated gate.</summary>
    private static void AddStage(IServiceCollection services, KioskOptions options, SimulatedSite? gate, TimeProvider time)
    {
        var scene = new ThermalScene();
        var chip = new SimulatedMlx90640(scene, time, new SimulatedMlx90640Options());
        services.AddSingleton<IThermalSensor>(new Mlx90640Sensor(chip, time, options.Mlx90640, options.Thermal.Recovery));
        services.AddSingleton(new StageFollower(options.Simulation.Stage, scene, chip, gate, time)).AddHostedService<StagePump>();
    }
}
