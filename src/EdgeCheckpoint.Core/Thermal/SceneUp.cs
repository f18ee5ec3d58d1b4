namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Which edge of the picture the top of the scene is at. Sensors with wide pictures are often mounted on their side, so that the picture is tall.</summary>
public enum SceneUp
{
    Top,
    Left,
    Right,
    Bottom,
}
