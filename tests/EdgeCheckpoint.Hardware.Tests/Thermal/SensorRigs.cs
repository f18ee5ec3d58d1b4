using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Tests.I2c;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Every driver before every simulator; in a process with the emulators preloaded, every driver over the kernel's interface.</summary>
internal static class SensorRigs
{
    public static readonly string[] InMemory = ["MLX90640, scene", "MLX90640, recorded words", "AMG8833, scene", "MLX90614, scene", "Lepton, scene", "Lepton, recording"];

    public static readonly string[] OverKernel = ["MLX90640", "AMG8833", "MLX90614", "Lepton"];

    public static string[] Names => EmulatedBus.StateFile is null ? InMemory : OverKernel;

    public static SensorRig Create(string name)
    {
        var time = new WaitDrivenTime();
        var scene = new ThermalScene();
        scene.SetPeople(new ScenePerson(36.5, 0.5));
        return name switch
        {
            "MLX90640, scene" => Chip(new SimulatedMlx90640(scene, time, new SimulatedMlx90640Options()), time),
            "MLX90640, recorded words" => Chip(new RecordedMlx90640([.. Mlx90640Rig.Eeprom], Mlx90640Rig.SubPages(Mlx90640Rig.Eeprom), time), time),
            "AMG8833, scene" => new BusRig(new SimulatedAmg8833(scene, time), bus => Amg8833(bus, time)),
            "MLX90614, scene" => new BusRig(new SimulatedMlx90614(scene, time), bus => Mlx90614(bus, time)),
            "Lepton, scene" => Camera(SimulatedLepton.Of(scene, time), time),
            "Lepton, recording" => Camera(SimulatedLepton.Of(LeptonFilm.Recording(), time), time),
            "Lepton" => new KernelCameraRig(),
            _ => new KernelBusRig(name),
        };
    }

    public static (IThermalSensor Sensor, SensorCounters Counters) Mlx90640(II2cDevice bus, TimeProvider time)
    {
        var sensor = new Mlx90640Sensor(bus, time, new Mlx90640Options { Refresh = Mlx90640Rig.Refresh, WarmUp = TimeSpan.Zero }, SensorRig.Bound);
        return (sensor, sensor.Counters);
    }

    public static (IThermalSensor Sensor, SensorCounters Counters) Amg8833(II2cDevice bus, TimeProvider time)
    {
        var sensor = new Amg8833Sensor(bus, time, SensorRig.Bound);
        return (sensor, sensor.Counters);
    }

    public static (IThermalSensor Sensor, SensorCounters Counters) Mlx90614(II2cDevice bus, TimeProvider time)
    {
        var sensor = new Mlx90614Sensor(bus, time, SensorRig.Bound);
        return (sensor, sensor.Counters);
    }

    private static BusRig Chip(SimulatedMlx90640 chip, TimeProvider time) => new(chip, bus => Mlx90640(bus, time), plugged => chip.Plugged = plugged);

    private static BusRig Chip(RecordedMlx90640 chip, TimeProvider time) => new(chip, bus => Mlx90640(bus, time), plugged => chip.Plugged = plugged);

    private static CameraRig Camera(SimulatedLepton camera, TimeProvider time) =>
        new(camera, new LeptonSensor(camera, time, new LeptonOptions(), SensorRig.Bound));
}
