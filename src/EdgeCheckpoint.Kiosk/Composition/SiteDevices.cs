using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.I2c;
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
        // By factories throughout: what the container makes, it also disposes.
        services.AddSingleton(_ => new I2cBuses(time));
        if (options.Gpio.Device.Length == 0)
        {
            services.AddSingleton(_ => SimulatedSite.Start(time));
            services.AddSingleton(static s => s.GetRequiredService<SimulatedSite>().Gate);
            services.AddSingleton(static s => s.GetRequiredService<SimulatedSite>().Signals);
            services.AddSingleton(static s => WithPresence(s.GetRequiredService<SimulatedSite>().Inputs, s));
        }
        else
        {
            var wiring = new SiteOptions { Gate = options.Gate, Signals = options.Signals, Inputs = options.Inputs };
            services.AddSingleton<OpenChip>(_ => LateSite.Kernel(options.Gpio.Device));
            services.AddSingleton(s => new LateSite(options.Gpio.Device, s.GetRequiredService<OpenChip>(), wiring, time));
            services.AddSingleton<IGate>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton<ISignals>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton(static s => WithPresence(s.GetRequiredService<LateSite>(), s));
        }

        if (options.Presence.Source == PresenceSource.RangeFinder)
        {
            services.AddSingleton(s => RangePresence.Start(new Vl53l0x(s.GetRequiredService<I2cBuses>().Device(options.Presence.Bus, Vl53l0x.Address)), options.Presence, time));
        }

        if (options.Thermal.Source == ThermalSource.Simulated)
        {
            AddStage(services, options, time);
        }
        else
        {
            services.AddSingleton(s => Sensor(options, s.GetRequiredService<I2cBuses>(), time));
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

    private static IThermalSensor Sensor(KioskOptions options, I2cBuses buses, TimeProvider time)
    {
        ThermalSourceOptions thermal = options.Thermal;
        return thermal.Source switch
        {
            ThermalSource.Amg8833 => new Amg8833Sensor(Chip(Amg8833Sensor.BusAddress), time, thermal.Recovery),
            ThermalSource.Mlx90614 => new Mlx90614Sensor(Chip(Mlx90614Sensor.BusAddress), time, thermal.Recovery),
            ThermalSource.Lepton => new LeptonSensor(new V4l2Camera(options.Lepton.Device), time, options.Lepton, thermal.Recovery),
            _ => new Mlx90640Sensor(Chip(Mlx90640Registers.BusAddress), time, options.Mlx90640, thermal.Recovery),
        };

        II2cDevice Chip(int usualAddress) => buses.Device(thermal.Bus, thermal.Address ?? usualAddress);
    }

    /// <summary>The contacts, and the range finder where there is one.</summary>
    private static ISiteInputs WithPresence(ISiteInputs site, IServiceProvider services) =>
        services.GetService<RangePresence>() is { } range ? MergedInputs.Start(site, range) : site;

    /// <summary>A simulated chip before a staged scene, whose people walk through a simulated gate.</summary>
    private static void AddStage(IServiceCollection services, KioskOptions options, TimeProvider time)
    {
        services.AddSingleton<ThermalScene>();
        services.AddSingleton(s => new SimulatedMlx90640(s.GetRequiredService<ThermalScene>(), time, new SimulatedMlx90640Options()));
        services.AddSingleton<IThermalSensor>(s => new Mlx90640Sensor(s.GetRequiredService<SimulatedMlx90640>(), time, options.Mlx90640, options.Thermal.Recovery));
        services.AddSingleton(s => new StageFollower(
            options.Simulation.Stage, s.GetRequiredService<ThermalScene>(), s.GetRequiredService<SimulatedMlx90640>(), s.GetService<SimulatedSite>(), time));
        services.AddHostedService<StagePump>();
    }
}
