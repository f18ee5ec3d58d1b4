namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Keys of the small texts around the instructions; each language has all of them.</summary>
internal static class ScreenLabels
{
    internal static IReadOnlyList<string> All { get; } =
    [
        "step-temperature", "step-code", "step-walk",
        "one-metre", "privacy", "privacy-short", "seconds", "celsius",
        "reconnecting", "reconnecting-detail",
        "network-online", "network-offline", "network-unknown",
        "queue", "queue-empty",
        "thermal-ready", "thermal-warming-up", "thermal-degraded", "thermal-fault", "thermal-unknown",
        "camera-ready", "camera-warming-up", "camera-fault", "camera-unknown",
        "visitor", "visitor-phone", "visitor-name", "visitor-phone-number", "visitor-visiting", "visitor-purpose", "visitor-people", "visitor-plate",
        "visitor-privacy", "visitor-send", "visitor-back",
        "vehicle-seen", "vehicle-seen-of", "vehicle-people", "vehicle-all", "vehicle-plate",
        "pad-done", "pad-delete", "pad-back", "pad-letters", "pad-provinces",
        "site-code",
        "clock-synced", "clock-estimated", "clock-unset",
    ];
}
