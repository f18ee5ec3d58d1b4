using System.Diagnostics.CodeAnalysis;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Codes and people as somebody types them, brought into the form that kiosks compare: a name in any other form lists nobody.</summary>
internal static class ListedName
{
    private const string Passes = "ECP1";
    private const string Cards = "shc";

    /// <summary>Formats whose names are known here; the code of a provider has its prefix as format.</summary>
    private static readonly string[] Formats = [Passes, "HC1", Cards, "VDS-NC"];

    /// <summary>The format as results name it.</summary>
    public static string Format(string text) => Formats.FirstOrDefault(f => f.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;

    /// <param name="format">By <see cref="Format"/>.</param>
    /// <param name="fault">What is wrong and how it should look.</param>
    public static bool TryId(string format, string text, [NotNullWhen(true)] out string? id, out string fault)
    {
        id = format is Passes or Cards ? text.ToLowerInvariant() : text;
        fault = format == Passes && !PassRules.IsId(id) ? $"'{text}' is no id of a pass; it has 1 to {PassLimits.IdBytes} bytes, hexadecimal."
            : !IsName(text) ? $"'{text}' is no id of a code; give it as the code has it."
            : "";
        return fault.Length == 0;
    }

    /// <param name="format">By <see cref="Format"/>.</param>
    /// <param name="fault">What is wrong and how it should look.</param>
    public static bool IsSubject(string format, string text, out string fault)
    {
        fault = format == Passes && text.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 1 || colon == text.Length - 1) ? $"'{text}' is no subject of passes; write ISSUER:SUBJECT."
            : !IsName(text) ? $"'{text}' is no subject; give it as the code has it."
            : "";
        return fault.Length == 0;
    }

    private static bool IsName(string text) => text.Length > 0 && text == text.Trim() && !text.Any(char.IsControl);
}
