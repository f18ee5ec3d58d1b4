using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Tests.I2c;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>A chip of the emulated bus, through <c>/dev/i2c-N</c>.</summary>
internal sealed class KernelBusRig : SensorRig
{
    private readonly EmulatedBus _emulated = EmulatedBus.Attach(EmulatedBus.StateFile!);
    private readonly LinuxI2cBus _bus;
    private readonly EmulatedChip _chip;

    public KernelBusRig(string model)
    {
        (int index, int address) = model switch
        {
            "MLX90640" => (0, Mlx90640Registers.BusAddress),
            "AMG8833" => (2, Amg8833Sensor.BusAddress),
            _ => (3, Mlx90614Sensor.BusAddress),
        };
        _chip = _emulated.Chip(index);
        SetUp(model, address);
        _bus = LinuxI2cBus.TryOpen(EmulatedBus.Number, out string? problem) ?? throw new InvalidOperationException(problem);
        II2cDevice device = _bus.Device(address);
        (Sensor, Counters) = model switch
        {
            "MLX90640" => SensorRigs.Mlx90640(device, _emulated.Time),
            "AMG8833" => SensorRigs.Amg8833(device, _emulated.Time),
            _ => SensorRigs.Mlx90614(device, _emulated.Time),
        };
    }

    public override IThermalSensor Sensor { get; }

    public override SensorCounters Counters { get; }

    public override void FailOnce() => _chip.FailNext(1, BusFault.Timeout);

    public override void Break(bool broken) => _chip.FailNext(broken ? int.MaxValue : 0, BusFault.Other);

    public override void Plug(bool plugged) => _chip.Plug(plugged);

    public override void Dispose()
    {
        base.Dispose();
        _bus.Dispose();
        _emulated.Dispose();
    }

    private void SetUp(string model, int address)
    {
        if (model == "MLX90640")
        {
            _chip.Reset(address, Mlx90640Rig.Eeprom, Mlx90640Rig.SubPages(Mlx90640Rig.Eeprom));
            return;
        }

        _chip.Reset(address, addressBytes: 1, registerBytes: model == "MLX90614" ? 3 : 1);
        for (int i = 0; model == "AMG8833" && i < 64; i++)
        {
            _chip.SetByte(0x80 + (2 * i), 0x58);
        }

        for (byte register = 6; model == "MLX90614" && register <= 7; register++)
        {
            const ushort Word = 15487;
            ReadOnlySpan<byte> reply = [(byte)(Word & 0xFF), Word >> 8];
            _chip.SetByte(3 * register, reply[0]);
            _chip.SetByte((3 * register) + 1, reply[1]);
            _chip.SetByte((3 * register) + 2, SmbusPec.Of([Mlx90614Sensor.BusAddress << 1, register, (Mlx90614Sensor.BusAddress << 1) | 1, reply[0], reply[1]]));
        }
    }
}

/// <summary>The camera of hardware/lab/devices, through its video device.</summary>
internal sealed class KernelCameraRig : SensorRig
{
    private const uint DequeueRequest = 0xC058_5611;
    private const int OutOfMemory = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly LeptonSensor _sensor;

    public KernelCameraRig()
    {
        string film = _folder.File("film");
        File.WriteAllBytes(film, LeptonFilm.Bytes(8));
        LabDevices.StartVideo(film);
        _sensor = new LeptonSensor(new V4l2Camera(LabDevices.Video), TimeProvider.System, new LeptonOptions(), Bound);
    }

    public override IThermalSensor Sensor => _sensor;

    public override bool OnMachineClock => true;

    public override SensorCounters Counters => _sensor.Counters;

    public override void FailOnce() => LabDevices.DamageVideo(marked: 1, cut: 0);

    public override void Break(bool broken) => LabDevices.FailVideo(DequeueRequest, OutOfMemory, broken ? -1 : 0);

    public override void Plug(bool plugged) => LabDevices.SetVideo(plugged, taken: false, silent: false);

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
