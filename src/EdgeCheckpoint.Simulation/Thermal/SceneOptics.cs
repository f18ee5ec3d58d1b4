namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Picture size and field of view of a simulated sensor.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="HorizontalDegrees">Field of view.</param>
/// <param name="VerticalDegrees">Field of view.</param>
public sealed record SceneOptics(int Width, int Height, double HorizontalDegrees, double VerticalDegrees)
{
    public static SceneOptics Mlx90640 { get; } = new(32, 24, 55, 35);

    public static SceneOptics Lepton { get; } = new(160, 120, 57, 44);

    public static SceneOptics Amg8833 { get; } = new(8, 8, 60, 60);

    public static SceneOptics Mlx90614 { get; } = new(1, 1, 5, 5);

    /// <summary>Half the width of the picture at a distance of 1 m, m.</summary>
    internal double HalfWidth => Math.Tan(HorizontalDegrees * Math.PI / 360);

    internal double HalfHeight => Math.Tan(VerticalDegrees * Math.PI / 360);
}
