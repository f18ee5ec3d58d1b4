using System.Text;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>Several texts as one that no other texts make.</summary>
internal static class JoinedText
{
    private const char Escape = '\\';

    /// <summary>In all but the last, separator and backslash are preceded by a backslash; texts without them stay as they are.</summary>
    /// <param name="parts">Always as many of one kind; null counts as empty.</param>
    public static string Of(char separator, params ReadOnlySpan<string?> parts)
    {
        StringBuilder joined = new();
        for (int i = 0; i < parts.Length - 1; i++)
        {
            foreach (char character in parts[i] ?? "")
            {
                _ = character == separator || character == Escape ? joined.Append(Escape).Append(character) : joined.Append(character);
            }

            joined.Append(separator);
        }

        return joined.Append(parts[^1]).ToString();
    }
}
