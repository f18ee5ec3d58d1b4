using System.Text;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Character sets of codes: those ECI names, and the guess where a code names none.</summary>
internal static class Charsets
{
    public static readonly Encoding ShiftJis = Named(932);

    public static readonly Encoding Gb18030 = Named(54936);

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The set an ECI assignment number stands for; null where the content is binary or the set unknown.</summary>
    public static Encoding? OfEci(int number) => number switch
    {
        0 or 2 => Named(437),
        1 or 3 => Encoding.Latin1,
        >= 4 and <= 18 and not 14 and not 16 => Named(28590 + number - 2),
        20 => ShiftJis,
        21 => Named(1250),
        22 => Named(1251),
        23 => Named(1252),
        24 => Named(1256),
        25 => Encoding.BigEndianUnicode,
        26 => Encoding.UTF8,
        27 or 170 => Encoding.ASCII,
        28 => Named(950),
        29 or 32 => Gb18030,
        30 => Named(949),
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
        string? asian = LooksLikeGb(bytes) ? Decode(Gb18030, bytes)
            : !HasControls(bytes) && (!latin || LooksLikeKana(bytes)) ? Decode(ShiftJis, bytes)
            : null;
        return asian ?? (latin ? Encoding.Latin1.GetString(bytes) : null);
    }

    /// <summary>Null where a byte sequence is not of that set.</summary>
    public static string? Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
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

    private static Encoding Named(int codePage)
    {
        Encoding? found = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        return found ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
