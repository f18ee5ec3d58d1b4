using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
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
            services.AddSingleton(staged.Gate).AddSingleton(staged.Signals).AddSingleton(staged.Inputs);
        }
        else
        {
            var wiring = new SiteOptions { Gate = options.Gate, Signals = options.Signals, Inputs = options.Inputs };
            services.AddSingleton<OpenChip>(_ => LateSite.Kernel(options.Gpio.Device));
            services.AddSingleton(s => new LateSite(options.Gpio.Device, s.GetRequiredService<OpenChip>(), wiring, time));
            services.AddSingleton<IGate>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton<ISignals>(static s => s.GetRequiredService<LateSite>());
            services.AddSingleton<ISiteInputs>(static s => s.GetRequiredService<LateSite>());
        }

        if (options.Thermal.Source == ThermalSource.Simulated)
        {
            AddStage(services, options, staged, time);
        }
        else
        {
            services.AddSingleton<IThermalSensor>(
                _ => new Mlx90640Sensor(new LateI2cDevice(options.Thermal.Bus, Mlx90640Registers.BusAddress, time), time, options.Mlx90640));
        }
    }

    /// <summary>A simulated chip before a staged scene, whose people walk through a simulated gate.</summary>
    private static void AddStage(IServiceCollection services, KioskOptions options, SimulatedSite? gate, TimeProvider time)
    {
        var scene = new ThermalScene();
        var chip = new SimulatedMlx90640(scene, time, new SimulatedMlx90640Options());
        services.AddSingleton<IThermalSensor>(new Mlx90640Sensor(chip, time, options.Mlx90640));
        services.AddSingleton(new StageFollower(options.Simulation.Stage, scene, chip, gate, time)).AddHostedService<StagePump>();
    }
}
