using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>Issues SMART Health Cards for tests.</summary>
internal static class CardIssuer
{
    /// <summary>A payload of 2020 that is sound in every part.</summary>
    public static JsonObject Immunization() => JsonNode.Parse(
        """
        {"iss":"https://issuer.example","nbf":1600000000,"vc":{"type":["https://smarthealth.cards#health-card","https://smarthealth.cards#immunization"],
        "credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","type":"collection","entry":[
        {"fullUrl":"resource:0","resource":{"resourceType":"Patient","name":[{"family":"A","given":["B"]}],"birthDate":"1951-01-20"}},
        {"fullUrl":"resource:1","resource":{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"207"}]},
        "patient":{"reference":"resource:0"},"occurrenceDateTime":"2021-01-01"}}]}}}}
        """)!.AsObject();

    public static (string Jws, TrustedKey Key, string KeyId) Sign(JsonNode payload, ECDsa key, string issuer)
    {
        ECParameters point = key.ExportParameters(includePrivateParameters: false);
        string thumbprintInput = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(point.Q.X)}}","y":"{{Base64UrlText.Encode(point.Q.Y)}}"}""";
        byte[] thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes(thumbprintInput));
        string keyId = Base64UrlText.Encode(thumbprint);
        string header = Base64UrlText.Encode(Encoding.UTF8.GetBytes($$"""{"zip":"DEF","alg":"ES256","kid":"{{keyId}}"}"""));
        string signed = $"{header}.{Base64UrlText.Encode(Deflate(Encoding.UTF8.GetBytes(payload.ToJsonString())))}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        TrustedKey trusted = new(Convert.ToHexStringLower(thumbprint), KeyUsages.SmartHealthCard, key.ExportSubjectPublicKeyInfo(), new FrameworkAlgorithms()) { Issuer = issuer };
        return ($"{signed}.{Base64UrlText.Encode(signature)}", trusted, keyId);
    }

    public static string Numeric(string jws) =>
        "shc:/" + string.Concat(jws.Select(static c => (c - 45).ToString("00", CultureInfo.InvariantCulture)));

    private static byte[] Deflate(byte[] plain)
    {
        using MemoryStream output = new();
        using (DeflateStream stream = new(output, CompressionLevel.SmallestSize))
        {
            stream.Write(plain);
        }

        return output.ToArray();
    }
}
