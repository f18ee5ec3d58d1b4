using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>What befell a sensor since it was made. One writer; readers may see a value that is a moment old.</summary>
public sealed class SensorCounters
{
    private readonly long[] _busFaults = new long[Enum.GetValues<BusFault>().Length];
    private readonly long[] _faults = new long[Enum.GetValues<SensorFault>().Length];

    public long Pictures { get; internal set; }

    /// <summary>Times the sensor was found and set up.</summary>
    public long Starts { get; internal set; }

    /// <summary>Pictures, or halves of one, the sensor made while nobody read them.</summary>
    public long Missed { get; internal set; }

    /// <summary>Pixels without a sensible temperature that got their neighbours'.</summary>
    public long Repaired { get; internal set; }

    /// <summary>Reads that were overtaken by the next picture and tried again.</summary>
    public long Torn { get; internal set; }

    /// <summary>Single transactions that failed this way, whether or not a retry then went well.</summary>
    public long Of(BusFault fault) => _busFaults[(int)fault];

    /// <summary>Reads that ended this way.</summary>
    public long Of(SensorFault fault) => _faults[(int)fault];

    /// <summary>All that is not zero, by name.</summary>
    public IReadOnlyDictionary<string, long> ByName()
    {
        IEnumerable<(string Name, long Count)> all =
        [
            ("pictures", Pictures),
            ("starts", Starts),
            ("missed", Missed),
            ("repaired-pixels", Repaired),
            ("torn", Torn),
            .. Enum.GetValues<BusFault>().Where(static f => f != BusFault.None).Select(f => ($"bus-{Words.Of(f)}", Of(f))),
            .. Enum.GetValues<SensorFault>().Where(static f => f != SensorFault.None).Select(f => ($"read-{Words.Of(f)}", Of(f))),
        ];
        return all.Where(static c => c.Count > 0).ToDictionary(static c => c.Name, static c => c.Count);
    }

    internal void Count(BusFault fault) => _busFaults[(int)fault]++;

    internal void Count(SensorFault fault) => _faults[(int)fault]++;
}
