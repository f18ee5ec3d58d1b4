using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeCheckpoint.Cli;

/// <summary>Decimal numbers of a command line: with a point, in every language, so that 0,3 is a mistake and neither 3 nor 0.3.</summary>
internal static class Decimals
{
    /// <summary>For <c>CustomParser</c>.</summary>
    public static double Parse(ArgumentResult given)
    {
        string text = given.Tokens[^1].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
        {
            given.AddError($"'{text}' is no number; write decimals with a point, as in 0.3.");
        }

        return number;
    }
}
