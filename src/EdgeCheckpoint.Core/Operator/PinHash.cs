using System.Globalization;
using System.Security.Cryptography;

namespace EdgeCheckpoint.Core.Operator;

/// <summary>An operator's PIN as the configuration holds it: <c>pbkdf2-sha512$rounds$salt$hash</c>, salt and hash base64.</summary>
/// <remarks>A PIN is short, so the rounds are many and the kiosk locks after a few wrong ones.</remarks>
public static class PinHash
{
    /// <summary>Digits of a PIN.</summary>
    public const int MinDigits = 6;

    public const int MaxDigits = 12;

    private const string Scheme = "pbkdf2-sha512";

    private const int Rounds = 210_000;

    private const int MaxRounds = 2_000_000;

    private const int HashBytes = 32;

    /// <summary>Whether a text may be a PIN: 6 to 12 digits, not all the same.</summary>
    public static bool IsPin(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return pin.Length is >= MinDigits and <= MaxDigits && pin.All(char.IsAsciiDigit) && pin.Distinct().Count() > 1;
    }

    /// <exception cref="ArgumentException">The text is not a PIN.</exception>
    public static string Of(string pin)
    {
        if (!IsPin(pin))
        {
            throw new ArgumentException($"A PIN has {MinDigits} to {MaxDigits} digits, not all the same.", nameof(pin));
        }

        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(pin, salt, Rounds, HashAlgorithmName.SHA512, HashBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether the text is a hash this can check.</summary>
    public static bool IsHash(string hash) => TryParse(hash, out _, out _, out _);

    /// <summary>Whether the PIN is the one hashed. Takes as long for a wrong one.</summary>
    public static bool Matches(string hash, string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return TryParse(hash, out int rounds, out byte[] salt, out byte[] expected)
            && pin.Length <= MaxDigits
            && CryptographicOperations.FixedTimeEquals(Rfc2898DeriveBytes.Pbkdf2(pin, salt, rounds, HashAlgorithmName.SHA512, expected.Length), expected);
    }

    private static bool TryParse(string text, out int rounds, out byte[] salt, out byte[] hash)
    {
        (rounds, salt, hash) = (0, [], []);
        if (text?.Split('$') is not [Scheme, var count, var saltText, var hashText]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out rounds)
            || rounds is < 10_000 or > MaxRounds)
        {
            return false;
        }

        salt = Decode(saltText);
        hash = Decode(hashText);
        return salt.Length is >= 8 and <= 64 && hash.Length == HashBytes;
    }

    private static byte[] Decode(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length] : [];
    }
}
