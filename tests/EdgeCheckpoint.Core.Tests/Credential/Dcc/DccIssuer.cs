using System.Formats.Cbor;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Tests.Credential.Dcc;

/// <summary>Issues EU certificates for tests and benchmarks, and takes them apart again.</summary>
internal sealed class DccIssuer : IDisposable
{
    public const string Vaccination =
        """{"ver":"1.3.0","nam":{"fn":"Musterfrau-Gößinger","gn":"Gabriele","fnt":"MUSTERFRAU<GOESSINGER","gnt":"GABRIELE"},"dob":"1998-02-26","v":[{"tg":"840539006","vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":1,"sd":2,"dt":"2021-02-18","co":"AT","is":"Ministry of Health, Austria","ci":"URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"}]}""";

    private readonly EcdsaSigner _signer = EcdsaSigner.Generate();

    public TrustedKey Key(KeyUsages usages = KeyUsages.AnyDcc, ISignatureAlgorithms? algorithms = null) =>
        new(KeyIdentifier.Text(_signer.KeyId.Span), usages, _signer.SubjectPublicKeyInfo, algorithms ?? new FrameworkAlgorithms());

    public string Issue(DateTimeOffset issued, DateTimeOffset expires, string document = Vaccination) =>
        Wrap(Sign(Claims(issued, expires, document)));

    public byte[] Sign(byte[] claims) => CoseSign1.Sign(claims, _signer);

    public static string Wrap(byte[] cose) => "HC1:" + Base45.Encode(Compress(cose));

    public static byte[] Compress(byte[] plain)
    {
        using MemoryStream output = new();
        using (ZLibStream stream = new(output, CompressionLevel.SmallestSize))
        {
            stream.Write(plain);
        }

        return output.ToArray();
    }

    /// <summary>The CWT, without the dates that are null.</summary>
    public static byte[] Claims(DateTimeOffset? issued, DateTimeOffset? expires, string document, DateTimeOffset? notBefore = null)
    {
        CborWriter writer = new(CborConformanceMode.Lax, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        writer.WriteInt32(1);
        writer.WriteTextString("AT");
        foreach ((int label, DateTimeOffset? date) in new[] { (4, expires), (5, notBefore), (6, issued) })
        {
            if (date is { } instant)
            {
                writer.WriteInt32(label);
                writer.WriteInt64(instant.ToUnixTimeSeconds());
            }
        }

        writer.WriteInt32(-260);
        writer.WriteStartMap(1);
        writer.WriteInt32(1);
        Write(JsonNode.Parse(document), writer);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    public void Dispose() => _signer.Dispose();

    private static void Write(JsonNode? node, CborWriter writer)
    {
        switch (node)
        {
            case null:
                writer.WriteNull();
                break;
            case JsonObject members:
                writer.WriteStartMap(members.Count);
                foreach ((string name, JsonNode? value) in members)
                {
                    writer.WriteTextString(name);
                    Write(value, writer);
                }

                writer.WriteEndMap();
                break;
            case JsonArray items:
                writer.WriteStartArray(items.Count);
                foreach (JsonNode? item in items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteValue(node, writer);
                break;
        }
    }

    private static void WriteValue(JsonNode node, CborWriter writer)
    {
        string text = node.ToJsonString();
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                writer.WriteTextString(node.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(text == "true");
                break;
            default:
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
                {
                    writer.WriteInt64(whole);
                }
                else
                {
                    writer.WriteDouble(double.Parse(text, CultureInfo.InvariantCulture));
                }

                break;
        }
    }
}
