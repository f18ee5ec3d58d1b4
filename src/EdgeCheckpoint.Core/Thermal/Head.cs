namespace EdgeCheckpoint.Core.Thermal;

/// <summary>A head found in a picture.</summary>
/// <param name="Region">Its box, pixels.</param>
/// <param name="CentreX">Middle of its warm pixels, pixels.</param>
/// <param name="CentreY">Middle of its warm pixels, pixels.</param>
/// <param name="WidthPixels">Its width, to a fraction of a pixel.</param>
/// <param name="DistanceMetres">From the width.</param>
/// <param name="FaceCelsius">Its warmest place, °C.</param>
/// <param name="Cut">True where it touches the picture's left, right or upper edge.</param>
internal readonly record struct Head(HeadRegion Region, double CentreX, double CentreY, double WidthPixels, double DistanceMetres, double FaceCelsius, bool Cut);
