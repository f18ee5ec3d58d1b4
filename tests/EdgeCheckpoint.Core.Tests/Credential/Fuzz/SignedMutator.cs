using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>Changes what a code says and has its genuine signer sign that, so that the change gets behind the signature.</summary>
internal sealed class SignedMutator(Random random, CodeSeeds seeds)
{
    private readonly ByteMutator _bytes = new(random);
    private readonly JsonMutator _json = new(random);

    public string Next() => random.Next(7) switch
    {
        0 => seeds.SignCertificate(Certificate(Changed(JsonNode.Parse(DccIssuer.Vaccination)!).ToJsonString())),
        1 => seeds.SignCertificate(_bytes.Changed(Certificate(DccIssuer.Vaccination))),
        2 => seeds.SignPass(_bytes.Changed(PassCbor.Write(CodeSeeds.FullPass))),
        3 => seeds.SignPass(PassCbor.Write(Changed(CodeSeeds.FullPass))),
        4 => seeds.SignCard(Changed(CardIssuer.Immunization())),
        5 => seeds.SignSeal((JsonObject)Changed(SealIssuer.Vaccination())),
        _ => ColourPlatform.CodePrefix + Convert.ToBase64String(_bytes.Some(random.Next(0, 40))),
    };

    private JsonNode Changed(JsonNode document)
    {
        _json.Change(document);
        return document;
    }

    private PassClaims Changed(PassClaims claims)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            DateTimeOffset instant = random.Next(8) switch
            {
                0 => DateTimeOffset.MinValue,
                1 => DateTimeOffset.MaxValue,
                _ => Passes.Noon.AddMinutes(random.Next(-100, 100)),
            };
            string text = "a\u202e:\\\0é"[..random.Next(1, 7)];
            claims = random.Next(12) switch
            {
                0 => claims with { Kind = (PassKind)random.Next(1, 6), Plate = text, Role = text },
                1 => claims with { Colour = (PassColour)random.Next(1, 4) },
                2 => claims with { IssuedAt = instant },
                3 => claims with { NotBefore = instant },
                4 => claims with { ExpiresAt = instant },
                5 => claims with { Test = new PassTest(instant, text) },
                6 => claims with { Statuses = [new PassStatus(text, instant, instant)] },
                7 => claims with { Quota = new PassQuota(random.Next(1, 1001), random.Next(1, 367)) },
                8 => claims with { Windows = [new PassWindow(random.Next(1, 128), random.Next(720), random.Next(721, 1441))], UtcOffsetMinutes = random.Next(-840, 841) },
                9 => claims with { Binding = random.Next(2) == 0 ? null : PassBinding.Person },
                10 => claims with { Issuer = text, Subject = text },
                _ => claims with { Id = Convert.ToHexStringLower(_bytes.Some(random.Next(1, 33))) },
            };
        }

        return claims;
    }

    private byte[] Certificate(string document)
    {
        DateTimeOffset? Around(double days) => random.Next(8) == 0 ? null : Passes.Noon.AddDays(days);
        return DccIssuer.Claims(Around(-1), Around(1), document, notBefore: random.Next(4) == 0 ? Around(random.Next(-3, 3)) : null);
    }
}
