using System.Globalization;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Lists in one text, their items divided by semicolons.</summary>
internal static class PassLists
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static List<string> Split(string text) =>
        [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <param name="text">Such as <c>3+11@2026-05-01/2026-05-15</c>; null is none.</param>
    public static bool TryReadStatuses(string? text, List<PassStatus> statuses, out string fault)
    {
        fault = "";
        foreach (string item in Split(text ?? ""))
        {
            string[] parts = item.Split('@');
            string[] span = parts.Length == 2 ? parts[1].Split('/') : [];
            DateTimeOffset until = default;
            if (span.Length is not (1 or 2)
                || !Instants.TryParse(span[0], out DateTimeOffset from, out _)
                || (span.Length == 2 && !Instants.TryParse(span[1], out until, out _)))
            {
                fault = $"'{item}' is no dated status; write it like 3+11@2026-05-01/2026-05-15.";
                return false;
            }

            statuses.Add(new PassStatus(parts[0], from, span.Length == 2 ? until : null));
        }

        return true;
    }

    /// <param name="text">Such as <c>mon-fri 06:00-09:00; sat,sun 08:00-24:00</c>; null is none.</param>
    public static bool TryReadWindows(string? text, List<PassWindow> windows, out string fault)
    {
        fault = "";
        foreach (string item in Split(text ?? ""))
        {
            string[] parts = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] hours = parts.Length == 2 ? parts[1].Split('-') : [];
            if (hours.Length != 2 || DaysOf(parts[0]) is not { } days || MinuteOf(hours[0]) is not { } from || MinuteOf(hours[1]) is not { } until)
            {
                fault = $"'{item}' is no time window; write it like mon-fri 06:00-09:00.";
                return false;
            }

            windows.Add(new PassWindow(days, from, until));
        }

        return true;
    }

    private static int? DaysOf(string text)
    {
        int mask = 0;
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            int first = Array.IndexOf(Days, ends[0]);
            int last = Array.IndexOf(Days, ends[^1]);
            if (ends.Length > 2 || first < 0 || last < first)
            {
                return null;
            }

            for (int day = first; day <= last; day++)
            {
                mask |= 1 << day;
            }
        }

        return mask;
    }

    private static int? MinuteOf(string text) =>
        text == "24:00" ? 1440
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? (time.Hour * 60) + time.Minute
        : null;
}
