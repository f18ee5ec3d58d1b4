using System.Buffers;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>Base45, RFC 9285: three characters of the QR alphanumeric set carry two bytes.</summary>
internal static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const byte None = 0xFF;
    private static readonly byte[] Values = MakeValues();

    public static int MaxDecodedLength(int characters) => ((characters / 3) * 2) + 1;

    /// <summary>Strict: a foreign character, a lone last character or a group above its maximum is refused.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        int rest = text.Length % 3;
        if (rest == 1)
        {
            return false;
        }

        int at = 0;
        for (; at + 3 <= text.Length; at += 3)
        {
            int value = Value(text[at]) + (45 * Value(text[at + 1])) + (2025 * Value(text[at + 2]));
            if (value > 0xFFFF || Foreign(text[at], text[at + 1], text[at + 2]))
            {
                return false;
            }

            bytes[written++] = (byte)(value >> 8);
            bytes[written++] = (byte)value;
        }

        if (rest == 2)
        {
            int value = Value(text[at]) + (45 * Value(text[at + 1]));
            if (value > 0xFF || Foreign(text[at], text[at + 1], '0'))
            {
                return false;
            }

            bytes[written++] = (byte)value;
        }

        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        int length = (bytes.Length / 2 * 3) + (bytes.Length % 2 * 2);
        char[] rented = ArrayPool<char>.Shared.Rent(length + 1);
        int written = 0;
        for (int at = 0; at + 1 < bytes.Length; at += 2)
        {
            int value = (bytes[at] << 8) | bytes[at + 1];
            rented[written++] = Alphabet[value % 45];
            rented[written++] = Alphabet[value / 45 % 45];
            rented[written++] = Alphabet[value / 2025];
        }

        if (bytes.Length % 2 == 1)
        {
            rented[written++] = Alphabet[bytes[^1] % 45];
            rented[written++] = Alphabet[bytes[^1] / 45];
        }

        string text = new(rented, 0, written);
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    private static int Value(char character) => character < Values.Length ? Values[character] : None;

    private static bool Foreign(char first, char second, char third) =>
        Value(first) == None || Value(second) == None || Value(third) == None;

    private static byte[] MakeValues()
    {
        byte[] values = new byte[128];
        Array.Fill(values, None);
        for (int i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }

        return values;
    }
}
