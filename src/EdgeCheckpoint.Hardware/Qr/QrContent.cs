using System.Text;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Data codewords to text, ISO/IEC 18004 clause 7.4. Allocates only the text.</summary>
internal static class QrContent
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Numeric = 1, Letters = 2, Append = 3, Bytes = 4, Fnc1First = 5, Eci = 7, Kanji = 8, Fnc1Second = 9, Hanzi = 13;

    /// <summary>Bits of the character count: rows numeric, alphanumeric, byte, two-byte; columns versions 1-9, 10-26, 27-40.</summary>
    private static readonly int[,] CountBits = { { 10, 12, 14 }, { 9, 11, 13 }, { 8, 16, 16 }, { 8, 10, 12 } };

    /// <summary>The same for M1 to M4; 0 where the mode does not exist.</summary>
    private static readonly int[,] MicroCountBits = { { 3, 4, 5, 6 }, { 0, 3, 4, 5 }, { 0, 0, 4, 5 }, { 0, 0, 3, 4 } };

    /// <param name="version">1 to 40; -1 to -4 for M1 to M4.</param>
    /// <param name="data">As error correction left them; the last of M1 and M3 has its four bits on the left.</param>
    /// <returns>The text; empty where the content is binary or not well formed.</returns>
    public static string Decode(int version, ReadOnlySpan<byte> data)
    {
        bool micro = version < 0;
        var bits = new BitReader(data, (data.Length * 8) - (version is -1 or -3 ? 4 : 0));
        int modeBits = micro ? -version - 1 : 4;
        var text = new StringBuilder();
        var bytes = new ByteText();
        bool separators = false;
        while (bits.Left >= Math.Max(1, modeBits))
        {
            int mode = micro ? MicroMode(bits.Read(modeBits)) : bits.Read(modeBits);
            switch (mode)
            {
                case 0:
                    return bytes.Flush(text) ? text.ToString() : "";
                case Append:
                    bits.Read(16);
                    continue;
                case Fnc1First or Fnc1Second:
                    separators = true;
                    bits.Read(mode == Fnc1Second ? 8 : 0);
                    continue;
                case Eci:
                    if (!bytes.Flush(text))
                    {
                        return "";
                    }

                    bytes.Charset = ReadEci(ref bits);
                    continue;
                case Hanzi:
                    bits.Read(4);
                    break;
                case Numeric or Letters or Bytes or Kanji:
                    break;
                default:
                    return "";
            }

            int row = mode switch { Numeric => 0, Letters => 1, Bytes => 2, _ => 3 };
            int countBits = micro ? MicroCountBits[row, -version - 1] : CountBits[row, version < 10 ? 0 : version < 27 ? 1 : 2];
            int count = bits.Read(countBits);
            if (micro && count == 0)
            {
                break;
            }

            if (countBits == 0 || Length(mode, count) > bits.Left)
            {
                return "";
            }

            if (mode == Bytes)
            {
                bytes.Append(ref bits, count);
                continue;
            }

            if (!bytes.Flush(text))
            {
                return "";
            }

            switch (mode)
            {
                case Numeric:
                    AppendDigits(ref bits, count, text);
                    break;
                case Letters:
                    AppendLetters(ref bits, count, separators, text);
                    break;
                default:
                    if (!AppendPairs(ref bits, count, mode == Hanzi, text))
                    {
                        return "";
                    }

                    break;
            }
        }

        return bytes.Flush(text) ? text.ToString() : "";
    }

    private static int MicroMode(int word) => word switch { 0 => Numeric, 1 => Letters, 2 => Bytes, 3 => Kanji, _ => -1 };

    private static int Length(int mode, int count) => mode switch
    {
        Numeric => (count / 3 * 10) + ((count % 3) switch { 0 => 0, 1 => 4, _ => 7 }),
        Letters => (count / 2 * 11) + (count % 2 * 6),
        Bytes => 8 * count,
        _ => 13 * count,
    };

    private static int ReadEci(ref BitReader bits)
    {
        int first = bits.Read(8);
        return first < 0x80 ? first : first < 0xC0 ? ((first & 0x3F) << 8) | bits.Read(8) : ((first & 0x1F) << 16) | bits.Read(16);
    }

    private static void AppendDigits(ref BitReader bits, int count, StringBuilder text)
    {
        for (; count > 0; count -= 3)
        {
            int digits = Math.Min(3, count);
            int value = bits.Read(digits switch { 3 => 10, 2 => 7, _ => 4 });
            text.Append(value.ToString(digits switch { 3 => "000", 2 => "00", _ => "0" }, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>With FNC1 a percent sign stands for a group separator, and two for itself (7.4.8.3).</summary>
    private static void AppendLetters(ref BitReader bits, int count, bool separators, StringBuilder text)
    {
        int start = text.Length;
        for (; count > 1; count -= 2)
        {
            int pair = bits.Read(11);
            text.Append(Alphanumeric[pair / 45 % 45]).Append(Alphanumeric[pair % 45]);
        }

        if (count == 1)
        {
            text.Append(Alphanumeric[bits.Read(6) % 45]);
        }

        if (separators)
        {
            text.Replace("%%", "\0", start, text.Length - start).Replace('%', '\u001D', start, text.Length - start).Replace('\0', '%', start, text.Length - start);
        }
    }

    private static bool AppendPairs(ref BitReader bits, int count, bool hanzi, StringBuilder text)
    {
        byte[] pairs = new byte[2 * count];
        for (int i = 0; i < count; i++)
        {
            int value = bits.Read(13), row = hanzi ? 96 : 192;
            int pair = ((value / row) << 8) | (value % row);
            pair += hanzi ? (pair < 0xA00 ? 0xA1A1 : 0xA6A1) : pair < 0x1F00 ? 0x8140 : 0xC140;
            (pairs[2 * i], pairs[(2 * i) + 1]) = ((byte)(pair >> 8), (byte)pair);
        }

        string? decoded = Charsets.Decode(hanzi ? Charsets.Gb18030 : Charsets.ShiftJis, pairs);
        text.Append(decoded);
        return decoded is not null;
    }
}
