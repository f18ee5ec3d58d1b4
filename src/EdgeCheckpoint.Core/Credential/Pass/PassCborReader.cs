using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using EdgeCheckpoint.Core.Credential.Cose;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>Reads what <see cref="PassCbor"/> writes; labels it does not know are skipped, so that older kiosks read newer passes.</summary>
internal static class PassCborReader
{
    /// <returns>False when the claims are malformed, incomplete or beyond <see cref="PassLimits"/>.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out PassClaims? claims)
    {
        claims = null;
        try
        {
            CborReader reader = new(payload, CborConformanceMode.Strict);
            PassClaims read = ReadClaims(reader);
            claims = PassRules.FaultOf(read) is null && reader.BytesRemaining == 0 ? read : null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            // Not the claims of a pass; the answer is false.
        }

        return claims is not null;
    }

    private static PassClaims ReadClaims(CborReader reader)
    {
        PassClaims claims = new()
        {
            Kind = 0,
            Issuer = "",
            Id = "",
            Subject = "",
            IssuedAt = DateTimeOffset.MaxValue,
            ExpiresAt = DateTimeOffset.MinValue,
        };
        CborLabels labels = new();
        reader.ReadStartMap();
        while (TryReadLabel(reader, labels, out long label))
        {
            claims = label switch
            {
                PassCbor.Issuer => claims with { Issuer = Text(reader) },
                PassCbor.Subject => claims with { Subject = Text(reader) },
                PassCbor.ExpiresAt => claims with { ExpiresAt = Instant(reader) },
                PassCbor.NotBefore => claims with { NotBefore = Instant(reader) },
                PassCbor.IssuedAt => claims with { IssuedAt = Instant(reader) },
                PassCbor.Id => claims with { Id = Convert.ToHexStringLower(reader.ReadDefiniteLengthByteString().Span) },
                PassCbor.Pass => ReadPass(reader, claims),
                _ => Skip(reader, claims),
            };
        }

        reader.ReadEndMap();
        return claims;
    }

    private static PassClaims ReadPass(CborReader reader, PassClaims claims)
    {
        CborLabels labels = new();
        reader.ReadStartMap();
        while (TryReadLabel(reader, labels, out long label))
        {
            claims = label switch
            {
                PassCbor.Kind => claims with { Kind = (PassKind)reader.ReadInt32() },
                PassCbor.Colour => claims with { Colour = (PassColour)reader.ReadInt32() },
                PassCbor.Test => claims with { Test = ReadTest(reader) },
                PassCbor.Doses => claims with { Doses = reader.ReadInt32() },
                PassCbor.Statuses => claims with { Statuses = List(reader, ReadStatus) },
                PassCbor.Unit => claims with { Unit = Text(reader) },
                PassCbor.HomeSite => claims with { HomeSite = Text(reader) },
                PassCbor.Binding => claims with { Binding = (PassBinding)reader.ReadInt32() },
                PassCbor.Quota => claims with { Quota = ReadQuota(reader) },
                PassCbor.Windows => claims with { Windows = List(reader, ReadWindow) },
                PassCbor.UtcOffset => claims with { UtcOffsetMinutes = reader.ReadInt32() },
                PassCbor.Plate => claims with { Plate = Text(reader) },
                PassCbor.Route => claims with { Route = List(reader, Text) },
                PassCbor.Role => claims with { Role = Text(reader) },
                _ => Skip(reader, claims),
            };
        }

        reader.ReadEndMap();
        return claims;
    }

    private static PassTest ReadTest(CborReader reader)
    {
        reader.ReadStartArray();
        PassTest test = new(Instant(reader), Text(reader));
        reader.ReadEndArray();
        return test;
    }

    private static PassStatus ReadStatus(CborReader reader)
    {
        reader.ReadStartArray();
        PassStatus status = new(Text(reader), Instant(reader), reader.PeekState() == CborReaderState.EndArray ? null : Instant(reader));
        reader.ReadEndArray();
        return status;
    }

    private static PassQuota ReadQuota(CborReader reader)
    {
        reader.ReadStartArray();
        PassQuota quota = new(reader.ReadInt32(), reader.ReadInt32());
        reader.ReadEndArray();
        return quota;
    }

    private static PassWindow ReadWindow(CborReader reader)
    {
        reader.ReadStartArray();
        PassWindow window = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        reader.ReadEndArray();
        return window;
    }

    private static bool TryReadLabel(CborReader reader, CborLabels labels, out long label)
    {
        label = 0;
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
            {
                label = labels.Read(reader);
                return true;
            }

            CborLimits.Skip(reader);
            CborLimits.Skip(reader);
        }

        return false;
    }

    private static PassClaims Skip(CborReader reader, PassClaims claims)
    {
        CborLimits.Skip(reader);
        return claims;
    }

    private static string Text(CborReader reader) => reader.ReadTextString();

    private static DateTimeOffset Instant(CborReader reader) => DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());

    private static List<T> List<T>(CborReader reader, Func<CborReader, T> read)
    {
        List<T> items = [];
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            if (items.Count == PassLimits.ListItems)
            {
                throw new CborContentException($"More than {PassLimits.ListItems} items.");
            }

            items.Add(read(reader));
        }

        reader.ReadEndArray();
        return items;
    }
}
