using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Cose;

namespace EdgeCheckpoint.Core.Credential.Dcc;

/// <summary>The CWT inside an EU certificate.</summary>
/// <param name="Country">Claim 1; empty where absent.</param>
/// <param name="Document">The certificate itself, claim -260, member 1.</param>
internal sealed record DccClaims(string Country, DateTimeOffset IssuedAt, DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, JsonObject Document)
{
    private const int Issuer = 1;
    private const int Expires = 4;
    private const int Earliest = 5;
    private const int Issued = 6;
    private const int HealthCertificate = -260;
    private const int FirstDocument = 1;

    public DateTimeOffset ValidFrom => NotBefore > IssuedAt ? NotBefore.Value : IssuedAt;

    /// <summary>First instant no longer valid: EU validators still accept the second that claim 4 names.</summary>
    public DateTimeOffset ValidUntil => Validity.After(ExpiresAt);

    /// <returns>False when the payload is malformed or lacks a claim that the EU specification asks for: 4, 6, -260.</returns>

    public static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out DccClaims? claims)
    {
        claims = null;
        try
        {
            CborReader reader = new(payload, CborConformanceMode.Strict);
            DccClaims? read = ReadClaims(reader);
            claims = reader.BytesRemaining == 0 ? read : null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            // Not the claims of an EU certificate; the answer is false.
        }

        return claims is not null;
    }

    private static DccClaims? ReadClaims(CborReader reader)
    {
        string country = "";
        DateTimeOffset? issued = null;
        DateTimeOffset? earliest = null;
        DateTimeOffset? expires = null;
        JsonObject? document = null;
        CborLabels labels = new();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (labels.Read(reader))
            {
                case Issuer:
                    country = reader.ReadTextString();
                    break;
                case Issued:
                    issued = Instant(reader);
                    break;
                case Earliest:
                    earliest = Instant(reader);
                    break;
                case Expires:
                    expires = Instant(reader);
                    break;
                case HealthCertificate:
                    document = ReadDocument(reader);
                    break;
                default:
                    CborLimits.Skip(reader);
                    break;
            }
        }

        reader.ReadEndMap();
        return document is not null && issued is { } from && expires is { } until ? new DccClaims(country, from, earliest, until, document) : null;
    }

    private static JsonObject? ReadDocument(CborReader reader)
    {
        JsonObject? document = null;
        CborLabels labels = new();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (labels.Read(reader) == FirstDocument)
            {
                document = CborJson.Read(reader) as JsonObject;
            }
            else
            {
                CborLimits.Skip(reader);
            }
        }

        reader.ReadEndMap();
        return document;
    }

    /// <summary>Seconds since 1970, RFC 8392 NumericDate: a whole number or a fraction, tagged or not.</summary>
    private static DateTimeOffset Instant(CborReader reader)
    {
        while (reader.PeekState() == CborReaderState.Tag)
        {
            reader.ReadTag();
        }

        return reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger
            ? DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64())
            : DateTimeOffset.FromUnixTimeSeconds(checked((long)Math.Floor(reader.ReadDouble())));
    }
}
