using System.Globalization;

namespace EdgeCheckpoint.Core.Policy.CertLogic;

/// <summary>Dates of CertLogic: whole milliseconds, UTC where no offset is given, calendar arithmetic without daylight saving.</summary>
internal static class LogicDates
{
    private const int DateLength = 10;
    private const int SecondsLength = 19;

    /// <summary>Reads <c>YYYY-MM-DD</c>, or that with <c>Thh:mm:ss</c>, any number of decimals and an offset; decimals past the third are cut off.</summary>
    public static bool TryParse(string text, out long sinceEpochMs)
    {
        sinceEpochMs = 0;
        if (text.Length == DateLength)
        {
            return TryDay(text, out sinceEpochMs);
        }

        if (text.Length < SecondsLength || !TryDay(text, out sinceEpochMs) || !TryClock(text.AsSpan(DateLength), ref sinceEpochMs))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(SecondsLength);
        if (!TryFraction(ref rest, out int fractionMs) || !TryOffset(rest, out int offsetMinutes))
        {
            return false;
        }

        sinceEpochMs += fractionMs - (offsetMinutes * 60_000L);
        return true;
    }

    /// <summary>A date of birth of which only <c>YYYY</c> or <c>YYYY-MM</c> is known counts as the last day it can be.</summary>
    public static bool TryParseBirth(string text, out long sinceEpochMs)
    {
        string latest = text.Length switch
        {
            4 => text + "-12-31",
            7 when DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month) =>
                $"{text}-{DateTime.DaysInMonth(month.Year, month.Month)}",
            _ => text,
        };
        sinceEpochMs = 0;
        return latest.Length == DateLength && TryParse(latest, out sinceEpochMs);
    }

    /// <summary>False when the result leaves the years 1 to 9999. The 31st of a short month is its last day.</summary>
    public static bool TryAdd(long sinceEpochMs, int amount, LogicTimeUnit unit, out long resultMs)
    {
        resultMs = 0;
        try
        {
            DateTimeOffset from = DateTimeOffset.FromUnixTimeMilliseconds(sinceEpochMs);
            DateTimeOffset to = unit switch
            {
                LogicTimeUnit.Year => from.AddYears(amount),
                LogicTimeUnit.Month => from.AddMonths(amount),
                LogicTimeUnit.Day => from.AddDays(amount),
                _ => from.AddHours(amount),
            };
            resultMs = to.ToUnixTimeMilliseconds();
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    public static string Write(long sinceEpochMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(sinceEpochMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The day in the first ten characters, at its midnight.</summary>
    private static bool TryDay(ReadOnlySpan<char> text, out long sinceEpochMs)
    {
        sinceEpochMs = 0;
        int year = 0, month = 0, day = 0;
        bool good = text[4] == '-' && text[7] == '-'
            && TryDigits(text[..4], ref year) && TryDigits(text.Slice(5, 2), ref month) && TryDigits(text.Slice(8, 2), ref day)
            && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (good)
        {
            sinceEpochMs = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        }

        return good;
    }

    /// <summary><c>Thh:mm:ss</c>, added to the day.</summary>
    private static bool TryClock(ReadOnlySpan<char> text, ref long sinceEpochMs)
    {
        int hour = 0, minute = 0, second = 0;
        bool good = text[0] == 'T' && text[3] == ':' && text[6] == ':'
            && TryDigits(text.Slice(1, 2), ref hour) && TryDigits(text.Slice(4, 2), ref minute) && TryDigits(text.Slice(7, 2), ref second)
            && hour < 24 && minute < 60 && second < 60;
        sinceEpochMs += ((hour * 3600L) + (minute * 60) + second) * 1000;
        return good;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, ref int value)
    {
        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out int fractionMs)
    {
        fractionMs = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        int digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]))
        {
            fractionMs += digits switch { 0 => 100, 1 => 10, 2 => 1, _ => 0 } * (rest[digits + 1] - '0');
            digits++;
        }

        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    /// <summary>Nothing or <c>Z</c> is UTC; else a sign, one or two digits of hours and, with or without a colon, two of minutes.</summary>
    private static bool TryOffset(ReadOnlySpan<char> rest, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (rest.IsEmpty || rest is "Z")
        {
            return true;
        }

        if (rest[0] is not ('+' or '-'))
        {
            return false;
        }

        ReadOnlySpan<char> digits = rest[1..];
        int colon = digits.IndexOf(':');
        int hourDigits = colon >= 0 ? colon : digits.Length <= 2 ? digits.Length : digits.Length - 2;
        ReadOnlySpan<char> minutes = digits[(colon >= 0 ? colon + 1 : hourDigits)..];
        if (hourDigits is < 1 or > 2 || minutes.Length is not (0 or 2) || (colon >= 0 && minutes.IsEmpty)
            || !int.TryParse(digits[..hourDigits], NumberStyles.None, CultureInfo.InvariantCulture, out int h) || h > 23)
        {
            return false;
        }

        int m = 0;
        if (!minutes.IsEmpty && (!int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out m) || m > 59))
        {
            return false;
        }

        offsetMinutes = ((h * 60) + m) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}

internal enum LogicTimeUnit
{
    Year,
    Month,
    Day,
    Hour,
}
