using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Number plates as people type them and readers send them, brought to one form: capitals and digits without gaps.</summary>
public static partial class NumberPlate
{
    /// <summary>Reads what somebody typed: 4 to 10 letters, digits and Chinese characters; gaps, dots and hyphens are left out.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? plate)
    {
        ArgumentNullException.ThrowIfNull(text);
        plate = text.Length <= 32 ? Gaps().Replace(text, "").ToUpperInvariant() : "";
        return Any().IsMatch(plate);
    }

    /// <summary>Whether what a scanner sent is a Chinese number plate (GA 36) rather than a code.</summary>
    public static bool IsScanned(string text) => TryRead(text, out string? plate) && Chinese().IsMatch(plate);

    [GeneratedRegex(@"[\s·•.\-]")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"^[A-Z0-9\u4E00-\u9FFF]{4,10}$")]
    private static partial Regex Any();

    [GeneratedRegex("^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领]$")]
    private static partial Regex Chinese();
}
