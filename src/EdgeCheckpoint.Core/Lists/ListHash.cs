using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>How lists name codes and people: the first 16 bytes of a SHA-256, so that a list names nobody.</summary>
/// <remarks>Among 10 million entries a code that is not listed meets one of them with a probability below 10⁻³¹; a match counts as exact.</remarks>
public readonly record struct ListHash(ulong High, ulong Low) : IComparable<ListHash>
{
    public const int Bytes = 16;

    /// <summary>Of one code.</summary>
    public static ListHash OfCode(string format, string id) => Of("code", format, id);

    /// <summary>Of a person, household or vehicle: all its codes.</summary>
    public static ListHash OfSubject(string format, string subject) => Of("subject", format, subject);

    /// <param name="bytes">At least 16 bytes, big-endian.</param>
    public static ListHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], Low);
    }

    /// <param name="text">32 hexadecimal digits.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ListHash hash)
    {
        hash = default;
        if (text is not { Length: 2 * Bytes }
            || !ulong.TryParse(text.AsSpan(0, Bytes), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(text.AsSpan(Bytes), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low))
        {
            return false;
        }

        hash = new ListHash(high, low);
        return true;
    }

    public int CompareTo(ListHash other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    public static bool operator <(ListHash left, ListHash right) => left.CompareTo(right) < 0;

    public static bool operator >(ListHash left, ListHash right) => left.CompareTo(right) > 0;

    public static bool operator <=(ListHash left, ListHash right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ListHash left, ListHash right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    /// <summary>The parts are kept apart by a byte that none of them holds.</summary>
    internal static ListHash Of(string what, string format, string name)
    {
        int most = Encoding.UTF8.GetMaxByteCount(what.Length + format.Length + name.Length) + 2;
        Span<byte> text = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];
        int length = Encoding.UTF8.GetBytes(what, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(format, text[length..]);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(name, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return Read(hash);
    }

    private const int MaxOnStack = 512;
}
