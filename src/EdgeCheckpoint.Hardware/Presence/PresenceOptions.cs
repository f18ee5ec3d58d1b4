namespace EdgeCheckpoint.Hardware.Presence;

/// <summary>What tells that somebody stands before the kiosk, beside the thermal sensor.</summary>
public enum PresenceSource
{
    /// <summary>The contact <c>inputs:presence</c>, where it is wired.</summary>
    Contact,

    /// <summary>A VL53L0X range finder at address 0x29 of an I2C bus.</summary>
    RangeFinder,
}

/// <summary>Presence as the kiosk's settings describe it.</summary>
public sealed record PresenceOptions
{
    public const string Section = "presence";

    /// <summary>What tells that somebody is there.</summary>
    public PresenceSource Source { get; init; } = PresenceSource.Contact;

    /// <summary>Number of the range finder's I2C bus, 0 to 99: 1 is /dev/i2c-1.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>Somebody nearer than this, millimetres, 100 to 1200, is there.</summary>
    public int NearMillimetres { get; init; } = 800;

    /// <summary>Somebody farther than this, millimetres, at least the near limit, has left.</summary>
    public int FarMillimetres { get; init; } = 1000;

    /// <summary>So many measurements in a row, a tenth of a second each, must agree, 1 to 20.</summary>
    public int Agreeing { get; init; } = 3;

    /// <summary>Everything wrong with these settings, each with its key; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Bus is < 0 or > 99)
        {
            faults.Add($"{Section}:bus is {Bus}; use 0 to 99");
        }

        if (NearMillimetres is < 100 or > 1200)
        {
            faults.Add($"{Section}:nearMillimetres is {NearMillimetres}; use 100 to 1200");
        }

        if (FarMillimetres < NearMillimetres)
        {
            faults.Add($"{Section}:farMillimetres is {FarMillimetres}, less than the near limit; use at least {NearMillimetres}");
        }

        if (Agreeing is < 1 or > 20)
        {
            faults.Add($"{Section}:agreeing is {Agreeing}; use 1 to 20");
        }

        return faults;
    }
}
