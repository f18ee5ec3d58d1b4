using System.Text;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>The last words of a program, however much it said before.</summary>
internal sealed partial class ErrorTail
{
    private const int KeptBytes = 1024;

    private readonly byte[] _kept = new byte[KeptBytes];
    private int _length;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[Math.Max(0, bytes.Length - KeptBytes)..];
        int overflow = Math.Max(0, _length + bytes.Length - KeptBytes);
        _kept.AsSpan(overflow, _length - overflow).CopyTo(_kept);
        _length -= overflow;
        bytes.CopyTo(_kept.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The last two lines, without passwords that stand in addresses: up to the last @ of a word, as a password may hold any sign.</summary>
    public override string ToString()
    {
        string[] lines = Encoding.UTF8.GetString(_kept, 0, _length).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Password().Replace(string.Join("; ", lines.TakeLast(2)), "://***@");
    }

    [GeneratedRegex("://[^\\s]*@", RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
