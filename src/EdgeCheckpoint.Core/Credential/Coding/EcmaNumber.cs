using System.Globalization;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>A number as ECMAScript writes it: the fewest digits that read back the same, ECMA-262 Number::toString.</summary>
internal static class EcmaNumber
{
    public static string Text(double number)
    {
        if (number == 0)
        {
            return "0";
        }

        (string digits, int exponent) = Parts(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        string sign = number < 0 ? "-" : "";
        int point = exponent + 1;
        return sign + (point, digits.Length) switch
        {
            ( >= 1 and <= 21, var count) when count <= point => digits.PadRight(point, '0'),
            ( >= 1 and <= 21, _) => $"{digits[..point]}.{digits[point..]}",
            ( > -6 and <= 0, _) => "0." + new string('0', -point) + digits,
            (_, 1) => $"{digits}e{Signed(exponent)}",
            _ => $"{digits[0]}.{digits[1..]}e{Signed(exponent)}",
        };
    }

    /// <summary>Significant digits of the framework's round-trip form, which has the fewest, and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Parts(string roundTrip)
    {
        int mark = roundTrip.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? roundTrip : roundTrip[..mark];
        int shift = mark < 0 ? 0 : int.Parse(roundTrip.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        int zeros = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), (point < 0 ? all.Length : point) - zeros - 1 + shift);
    }

    private static string Signed(int exponent) => exponent.ToString("+0;-0", CultureInfo.InvariantCulture);
}
