using System.IO.Compression;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>Decompresses into a buffer of fixed size and stops there, however much more there would be.</summary>
internal static class BoundedInflate
{
    /// <summary>Most bytes that a code may decompress to.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>zlib, RFC 1950, as EU certificates use it.</summary>
    public static InflateResult Zlib(byte[] compressed, int length, Span<byte> output, out int written)
    {
        using MemoryStream source = new(compressed, 0, length, writable: false);
        using ZLibStream stream = new(source, CompressionMode.Decompress);
        return Fill(stream, output, out written);
    }

    /// <summary>Raw DEFLATE, RFC 1951, as SMART Health Cards use it.</summary>
    public static InflateResult Deflate(byte[] compressed, int length, Span<byte> output, out int written)
    {
        using MemoryStream source = new(compressed, 0, length, writable: false);
        using DeflateStream stream = new(source, CompressionMode.Decompress);
        return Fill(stream, output, out written);
    }

    /// <summary>Asks for one byte more than fits, to tell full from too large.</summary>
    private static InflateResult Fill(Stream stream, Span<byte> output, out int written)
    {
        written = 0;
        try
        {
            while (written < output.Length)
            {
                int read = stream.Read(output[written..]);
                if (read == 0)
                {
                    return written == 0 ? InflateResult.Malformed : InflateResult.Done;
                }

                written += read;
            }

            return stream.ReadByte() < 0 ? InflateResult.Done : InflateResult.TooLarge;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Damaged, or asking for a preset dictionary, which the framework answers with its own exception.
            return InflateResult.Malformed;
        }
    }
}

/// <summary>How decompression ended.</summary>
internal enum InflateResult
{
    Done,
    Malformed,
    TooLarge,
}
