using System.Globalization;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Instants and durations as people type them.</summary>
internal static class Instants
{
    /// <param name="text">RFC 3339; without an offset it is UTC; null is now.</param>
    public static bool TryParse(string? text, out DateTimeOffset instant, out string fault)
    {
        fault = "";
        if (text is null)
        {
            instant = TimeProvider.System.GetUtcNow();
            return true;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant))
        {
            return true;
        }

        fault = $"'{text}' is not an instant; write it like 2026-05-01T08:00:00Z.";
        return false;
    }

    /// <param name="text">A whole number and s, m, h or d, such as 90s or 30d.</param>
    public static bool TryParseDuration(string text, out TimeSpan duration, out string fault)
    {
        duration = TimeSpan.Zero;
        fault = $"'{text}' is not a duration; write it like 60s, 15m, 12h or 30d.";
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count == 0)
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is not { } one || count > TimeSpan.FromDays(36_500) / one)
        {
            return false;
        }

        duration = count * one;
        fault = "";
        return true;
    }
}
