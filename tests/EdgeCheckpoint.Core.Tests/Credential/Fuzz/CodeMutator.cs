using System.Formats.Cbor;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>Changes a genuine code on one of its layers, and wraps the layers above it again, so that the change gets through to where it hurts.</summary>
internal sealed class CodeMutator(Random random, CodeSeeds seeds)
{
    private readonly ByteMutator _bytes = new(random);
    private readonly SignedMutator _signed = new(random, seeds);

    public FuzzCode Next() => random.Next(2) == 0 ? new(_signed.Next(), Genuine: true) : new(Forgery(), Genuine: false);

    private string Forgery() => random.Next(8) switch
    {
        0 => Text(Seed()),
        1 => Dcc(layer: 0),
        2 => Dcc(layer: 1),
        3 => Dcc(layer: 2),
        4 => Pass(),
        5 => Card(),
        6 => Monster(),
        _ => Seal(),
    };

    private string Seed() => random.Next(4) switch { 0 => seeds.Dcc, 1 => seeds.Pass, 2 => seeds.Card, _ => seeds.Seal };

    /// <summary>Characters: foreign ones, other formats' prefixes, cuts, repeats, splices.</summary>
    private string Text(string text)
    {
        StringBuilder changed = new(text);
        for (int i = random.Next(1, 6); i > 0 && changed.Length > 6; i--)
        {
            int at = random.Next(changed.Length);
            switch (random.Next(6))
            {
                case 0:
                    changed[at] = (char)random.Next(random.Next(2) == 0 ? 0x60 : 0x10000);
                    break;
                case 1:
                    changed.Remove(at, Math.Min(random.Next(1, 40), changed.Length - at));
                    break;
                case 2:
                    changed.Insert(at, Seed()[..random.Next(1, 40)]);
                    break;
                case 3:
                    changed.Insert(at, new string("0A:\u202e\u0000é"[random.Next(6)], random.Next(1, 200)));
                    break;
                case 4:
                    changed[at] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[random.Next(45)];
                    break;
                default:
                    changed.Length = random.Next(5, changed.Length);
                    break;
            }
        }

        return changed.ToString();
    }

    /// <param name="layer">0 compressed bytes, 1 message, 2 claims with the old signature.</param>
    private string Dcc(int layer)
    {
        byte[] compressed = Decode(seeds.Dcc["HC1:".Length..]);
        if (layer == 0)
        {
            return "HC1:" + Base45.Encode(_bytes.Changed(compressed));
        }

        byte[] output = new byte[BoundedInflate.MaxBytes];
        _ = BoundedInflate.Zlib(compressed, compressed.Length, output, out int length);
        byte[] message = output[..length];
        return DccIssuer.Wrap(layer == 1 ? _bytes.Changed(message) : Rebuilt(message));
    }

    private string Pass()
    {
        byte[] message = Decode(seeds.Pass["ECP1:".Length..]);
        return "ECP1:" + Base45.Encode(random.Next(2) == 0 ? _bytes.Changed(message) : Rebuilt(message));
    }

    private string Card()
    {
        _ = NumericText(seeds.Card, out string jws);
        string[] parts = jws.Split('.');
        int part = random.Next(3);
        _ = Base64UrlText.TryDecode(parts[part], out byte[]? bytes);
        if (part == 1 && random.Next(2) == 0)
        {
            byte[] output = new byte[BoundedInflate.MaxBytes];
            _ = BoundedInflate.Deflate(bytes!, bytes!.Length, output, out int length);
            bytes = Deflated(_bytes.Changed(output[..length]));
            parts[part] = Base64UrlText.Encode(bytes);
        }
        else
        {
            parts[part] = Base64UrlText.Encode(_bytes.Changed(bytes!));
        }

        return CardIssuer.Numeric(string.Join('.', parts));
    }

    private static bool NumericText(string text, out string jws) =>
        Core.Credential.SmartHealth.NumericText.TryDecode(text.AsSpan("shc:/".Length), out jws);

    /// <summary>Messages no issuer writes: bombs, towers, lies about length, everything twice.</summary>
    private string Monster() => random.Next(6) switch
    {
        0 => DccIssuer.Wrap(new byte[random.Next(1, 3_000_000)]),
        1 => DccIssuer.Wrap([.. Enumerable.Repeat((byte)(random.Next(2) == 0 ? 0x81 : 0xC1), random.Next(1, 60_000))]),
        2 => DccIssuer.Wrap([0xD2, 0x84, (byte)(0x5A + random.Next(2)), 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        3 => "ECP1:" + Base45.Encode(Enumerable.Repeat((byte)0x9F, random.Next(1, 2800)).ToArray()),
        4 => "HC1:" + new string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[random.Next(45)], random.Next(0, 4400)),
        _ => "shc:/" + new string((char)('0' + random.Next(10)), random.Next(0, 4400)),
    };

    private string Seal() => random.Next(7) switch
    {
        4 => Text(seeds.Seal),
        5 => seeds.Seal.Replace("1990", (1900 + random.Next(100)).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
        6 => ChangedCertificate(),
        0 => string.Concat(Enumerable.Repeat("{\"a\":", random.Next(1, 800))),
        1 => "{\"data\":{\"hdr\":{\"t\":\"icao.vacc\",\"is\":\"AUS\"},\"msg\":{}},\"sig\":{\"alg\":\"ES256\",\"cer\":\"" + Base64UrlText.Encode(_bytes.Some(600)) + "\",\"sigvl\":\"AA\"}}",
        2 => Text("{\"data\":{\"hdr\":{\"t\":\"icao.vacc\",\"is\":\"AUS\",\"v\":1e400},\"msg\":{\"a\":[1,2,{}]}},\"sig\":{\"alg\":\"ES256\",\"cer\":\"MIID\",\"sigvl\":\"AA\"}}"),
        _ => "{" + Encoding.Latin1.GetString(_bytes.Some(random.Next(1, 300))),
    };

    /// <summary>A seal whose signer's certificate is damaged a little, so that it gets as far as the chain.</summary>
    private string ChangedCertificate()
    {
        JsonNode seal = JsonNode.Parse(seeds.Seal)!;
        _ = Base64UrlText.TryDecode(seal["sig"]!["cer"]!.GetValue<string>(), out byte[]? certificate);
        certificate![random.Next(certificate.Length)] ^= (byte)(1 << random.Next(8));
        seal["sig"]!["cer"] = Base64UrlText.Encode(certificate);
        return seal.ToJsonString();
    }

    /// <summary>The message with parts changed one by one: header, claims, signature.</summary>
    private byte[] Rebuilt(byte[] message)
    {
        if (!CoseSign1.TryRead(message, out CoseSign1? sign1))
        {
            return message;
        }

        CborWriter writer = new(CborConformanceMode.Lax);
        writer.WriteTag((CborTag)(random.Next(8) == 0 ? 98 : 18));
        writer.WriteStartArray(4);
        writer.WriteByteString(random.Next(3) == 0 ? _bytes.Changed(sign1.ProtectedBytes.ToArray()) : sign1.ProtectedBytes.Span);
        bool unprotected = random.Next(2) == 0;
        writer.WriteStartMap(unprotected ? 1 : 0);
        if (unprotected)
        {
            writer.WriteInt32(random.Next(1, 5));
            writer.WriteByteString(_bytes.Some(random.Next(0, 80)));
        }

        writer.WriteEndMap();
        writer.WriteByteString(random.Next(3) > 0 ? _bytes.Changed(sign1.Payload.ToArray()) : sign1.Payload.Span);
        writer.WriteByteString(random.Next(3) == 0 ? new byte[random.Next(0, 130)] : sign1.Signature.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] Decode(string text)
    {
        byte[] bytes = new byte[Base45.MaxDecodedLength(text.Length)];
        _ = Base45.TryDecode(text, bytes, out int length);
        return bytes[..length];
    }

    private static byte[] Deflated(byte[] plain)
    {
        using MemoryStream output = new();
        using (DeflateStream stream = new(output, CompressionLevel.Fastest))
        {
            stream.Write(plain);
        }

        return output.ToArray();
    }
}

/// <summary>One code to be judged.</summary>
/// <param name="Genuine">Whether its signer, or its provider, stands by it; whatever else is accepted is a forgery.</param>
internal readonly record struct FuzzCode(string Text, bool Genuine);
