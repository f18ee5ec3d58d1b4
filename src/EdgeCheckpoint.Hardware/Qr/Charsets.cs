using System.Text;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Character sets of codes: those ECI names, and the guess where a code names none.</summary>
internal static class Charsets
{
    public static readonly Encoding ShiftJis = Known(932)!;

    public static readonly Encoding Gb18030 = Known(54936)!;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The set an ECI assignment number stands for; null where the content is binary or the set unknown.</summary>
    public static Encoding? OfEci(int number) => number switch
    {
        0 or 2 => Known(437),
        1 or 3 => Encoding.Latin1,
        13 => Known(874),
        >= 4 and <= 18 => Known(28590 + number - 2),
        20 => ShiftJis,
        21 => Known(1250),
        22 => Known(1251),
        23 => Known(1252),
        24 => Known(1256),
        25 => Encoding.BigEndianUnicode,
        26 => Encoding.UTF8,
        27 or 170 => Encoding.ASCII,
        28 => Known(950),
        29 or 31 or 32 => Gb18030,
        30 => Known(949),
        33 => Encoding.Unicode,
        34 => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        35 => Encoding.UTF32,
        _ => null,
    };

    /// <summary>Text of bytes without a named set: UTF-8 where they are valid, else what their high bytes look like; null where they are no text at all.</summary>
    public static string? Guess(ReadOnlySpan<byte> bytes)
    {
        if (Decode(Utf8, bytes) is { } utf8)
        {
            return utf8;
        }

        bool latin = !bytes.ContainsAnyInRange((byte)0x80, (byte)0x9F) && !HasControls(bytes);
        string? asian = LooksLikeGb(bytes) && !HasVoicedKana(bytes) ? Decode(Gb18030, bytes)
            : !HasControls(bytes) && (!latin || LooksLikeKana(bytes)) ? Decode(ShiftJis, bytes)
            : null;
        return asian ?? (latin ? Encoding.Latin1.GetString(bytes) : null);
    }

    /// <summary>Null where a byte sequence is not of that set, or of the set but not known to this runtime, which then makes private characters of it.</summary>
    public static string? Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            string text = encoding.GetString(bytes);
            return text.AsSpan().ContainsAnyInRange('\uE000', '\uF8FF') ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value < 0x20 && value is not (0x04 or 0x09 or 0x0A or 0x0D or 0x1C or 0x1D or 0x1E or 0x1F))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs of high bytes are pairs of GB 2312, and one of them is two characters or longer.</summary>
    private static bool LooksLikeGb(ReadOnlySpan<byte> bytes)
    {
        bool word = false;
        for (int i = 0; i < bytes.Length;)
        {
            int run = 0;
            for (; i + run < bytes.Length && bytes[i + run] >= 0x80; run += 2)
            {
                bool pair = i + run + 1 < bytes.Length && bytes[i + run] is >= 0xA1 and <= 0xF7 && bytes[i + run + 1] is >= 0xA1 and <= 0xFE;
                if (!pair)
                {
                    return false;
                }
            }

            word |= run >= 4;
            i += Math.Max(1, run);
        }

        return word;
    }

    /// <summary>All high bytes are half-width kana, and the voicing marks among them follow kana that can be voiced.</summary>
    private static bool HasVoicedKana(ReadOnlySpan<byte> bytes)
    {
        bool voiced = false;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] > 0xDF)
            {
                return false;
            }

            if (bytes[i] is 0xDE or 0xDF)
            {
                voiced = i > 0 && bytes[i - 1] is 0xB3 or (>= 0xB6 and <= 0xC4) or (>= 0xCA and <= 0xCE);
                if (!voiced)
                {
                    return false;
                }
            }
        }

        return voiced;
    }

    /// <summary>At least three half-width kana in a row, which no western language has.</summary>
    private static bool LooksLikeKana(ReadOnlySpan<byte> bytes)
    {
        int run = 0;
        foreach (byte value in bytes)
        {
            run = value is >= 0xA1 and <= 0xDF ? run + 1 : 0;
            if (run >= 3)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null where this runtime lacks the code page, as it does for ISO/IEC 8859-10 and -16.</summary>
    private static Encoding? Known(int codePage)
    {
        Encoding? found = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        if (found is not null)
        {
            return found;
        }

        try
        {
            return Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception absent) when (absent is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
