namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>What is shown independently of each other; of each only the newest value matters.</summary>
internal enum ScreenChannel
{
    Status,
    View,
    Thermal,
    Camera,
    SiteCode,
}
