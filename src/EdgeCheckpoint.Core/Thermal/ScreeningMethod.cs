namespace EdgeCheckpoint.Core.Thermal;

/// <summary>How a reading is judged; the word on the wire is in <see cref="Contract.Events.Measurement.Method"/>.</summary>
public enum ScreeningMethod
{
    /// <summary>A fixed cut, with the site's offset.</summary>
    Fixed,

    /// <summary>Against the mean of the people before.</summary>
    Baseline,

    /// <summary>Against a blackbody in view.</summary>
    Blackbody,
}
