using EdgeCheckpoint.Core.Ports;
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
    public static void AddSite(this IServiceCollection services, KioskOptions options, TimeProvider time) => AddSimulated(services, options, time);

    /// <summary>A simulated chip before a staged scene, and the production gate on a simulated GPIO chip.</summary>
    private static void AddSimulated(IServiceCollection services, KioskOptions options, TimeProvider time)
    {
        var scene = new ThermalScene();
        var chip = new SimulatedMlx90640(scene, time, new SimulatedMlx90640Options());
        var site = SimulatedSite.Start(time);
        services.AddSingleton<IThermalSensor>(new Mlx90640Sensor(chip, time, options.Mlx90640));
        services.AddSingleton(new StageFollower(options.Simulation.Stage, scene, chip, site, time)).AddHostedService<StagePump>();
        services.AddSingleton(site.Gate).AddSingleton(site.Signals).AddSingleton(site.Inputs);
    }
}
