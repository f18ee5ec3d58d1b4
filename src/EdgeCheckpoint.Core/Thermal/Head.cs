namespace EdgeCheckpoint.Core.Thermal;

/// <summary>A head found in an upright picture.</summary>
/// <param name="Region">Its box, pixels.</param>
/// <param name="CentreX">Middle of its warmth, pixels.</param>
/// <param name="CentreY">Middle of its warmth, pixels.</param>
/// <param name="WidthPixels">Its width, to a fraction of a pixel.</param>
/// <param name="DistanceMetres">From the width.</param>
/// <param name="FaceCelsius">Its warmest place, °C.</param>
/// <param name="SkinShare">Share of its box that is skin; hair, glasses and masks take from it.</param>
internal readonly record struct Head(HeadRegion Region, double CentreX, double CentreY, double WidthPixels, double DistanceMetres, double FaceCelsius, double SkinShare)
{
    /// <summary>True where the picture ends before the head does.</summary>
    public bool CutBySide { get; init; }

    /// <summary>Only known to be there: the sensor sees no shape, so neither place nor distance is known.</summary>
    public bool IsCoarse { get; init; }

    public bool CutAbove { get; init; }

    public bool CutBelow { get; init; }

    public bool IsWhole => !CutBySide && !CutAbove;

    /// <summary>True where something that is not background lies below, as a body does.</summary>
    public bool HasBody { get; init; }
}
