using System.Formats.Cbor;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>Pass claims as a CWT, RFC 8392; our own claims are one map under a label of private use.</summary>
internal static class PassCbor
{
    internal const int Issuer = 1;
    internal const int Subject = 2;
    internal const int ExpiresAt = 4;
    internal const int NotBefore = 5;
    internal const int IssuedAt = 6;
    internal const int Id = 7;
    internal const int Pass = -65537;

    internal const int Kind = 1;
    internal const int Colour = 2;
    internal const int Test = 3;
    internal const int Doses = 4;
    internal const int Statuses = 5;
    internal const int Unit = 6;
    internal const int HomeSite = 7;
    internal const int Binding = 8;
    internal const int Quota = 9;
    internal const int Windows = 10;
    internal const int UtcOffset = 11;
    internal const int Plate = 12;
    internal const int Route = 13;
    internal const int Role = 14;

    public static byte[] Write(PassClaims claims)
    {
        CborWriter writer = new(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        Text(writer, Issuer, claims.Issuer);
        Text(writer, Subject, claims.Subject);
        Number(writer, ExpiresAt, claims.ExpiresAt.ToUnixTimeSeconds());
        Number(writer, NotBefore, claims.NotBefore?.ToUnixTimeSeconds());
        Number(writer, IssuedAt, claims.IssuedAt.ToUnixTimeSeconds());
        writer.WriteInt32(Id);
        writer.WriteByteString(Convert.FromHexString(claims.Id));
        writer.WriteInt32(Pass);
        WritePass(writer, claims);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void WritePass(CborWriter writer, PassClaims claims)
    {
        writer.WriteStartMap(null);
        Number(writer, Kind, (int)claims.Kind);
        Number(writer, Colour, (int?)claims.Colour);
        if (claims.Test is { } test)
        {
            writer.WriteInt32(Test);
            writer.WriteStartArray(2);
            writer.WriteInt64(test.At.ToUnixTimeSeconds());
            writer.WriteTextString(test.Kind);
            writer.WriteEndArray();
        }

        Number(writer, Doses, claims.Doses);
        List(writer, Statuses, claims.Statuses, WriteStatus);
        Text(writer, Unit, claims.Unit);
        Text(writer, HomeSite, claims.HomeSite);
        Number(writer, Binding, (int?)claims.Binding);
        if (claims.Quota is { } quota)
        {
            writer.WriteInt32(Quota);
            Numbers(writer, quota.Count, quota.Days);
        }

        if (claims.Windows.Count > 0)
        {
            List(writer, Windows, claims.Windows, static (w, window) => Numbers(w, window.Days, window.FromMinute, window.UntilMinute));
            Number(writer, UtcOffset, claims.UtcOffsetMinutes);
        }

        Text(writer, Plate, claims.Plate);
        List(writer, Route, claims.Route, static (w, place) => w.WriteTextString(place));
        Text(writer, Role, claims.Role);
        writer.WriteEndMap();
    }

    private static void WriteStatus(CborWriter writer, PassStatus status)
    {
        writer.WriteStartArray(status.Until is null ? 2 : 3);
        writer.WriteTextString(status.Class);
        writer.WriteInt64(status.From.ToUnixTimeSeconds());
        if (status.Until is { } until)
        {
            writer.WriteInt64(until.ToUnixTimeSeconds());
        }

        writer.WriteEndArray();
    }

    private static void Text(CborWriter writer, int label, string? text)
    {
        if (text is not null)
        {
            writer.WriteInt32(label);
            writer.WriteTextString(text);
        }
    }

    private static void Number(CborWriter writer, int label, long? number)
    {
        if (number is { } value)
        {
            writer.WriteInt32(label);
            writer.WriteInt64(value);
        }
    }

    private static void Numbers(CborWriter writer, params ReadOnlySpan<int> numbers)
    {
        writer.WriteStartArray(numbers.Length);
        foreach (int number in numbers)
        {
            writer.WriteInt32(number);
        }

        writer.WriteEndArray();
    }

    private static void List<T>(CborWriter writer, int label, IReadOnlyList<T> items, Action<CborWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteInt32(label);
        writer.WriteStartArray(items.Count);
        foreach (T item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }
}
