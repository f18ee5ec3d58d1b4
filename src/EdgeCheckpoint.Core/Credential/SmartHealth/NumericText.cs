namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>Two digits a character, so that QR stores the text in its densest mode.</summary>
internal static class NumericText
{
    private const int Offset = 45;

    public static bool TryDecode(ReadOnlySpan<char> digits, out string text)
    {
        text = "";
        if (digits.Length == 0 || digits.Length % 2 != 0 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        char[] characters = new char[digits.Length / 2];
        for (int i = 0; i < characters.Length; i++)
        {
            int value = ((digits[2 * i] - '0') * 10) + (digits[(2 * i) + 1] - '0') + Offset;
            if (value > 'z')
            {
                return false;
            }

            characters[i] = (char)value;
        }

        text = new string(characters);
        return true;
    }
}
