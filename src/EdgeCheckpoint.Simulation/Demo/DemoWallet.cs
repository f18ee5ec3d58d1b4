using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>Issues the codes that people of a demo hold up. The district's key lives for this run only.</summary>
public sealed class DemoWallet(TimeProvider time) : IDisposable
{
    private readonly EcdsaSigner _district = EcdsaSigner.Generate();
    private readonly EcdsaSigner _stranger = EcdsaSigner.Generate();
    private string _last = "";

    /// <summary>What a kiosk of the district trusts.</summary>
    public string PublicKeyPem => _district.PublicKeyPem();

    /// <summary>The text of a code; empty for none.</summary>
    public string Text(DemoCode code)
    {
        DateTimeOffset now = time.GetUtcNow();
        string text = code switch
        {
            DemoCode.None => "",
            DemoCode.Address => "https://example.org/menu",
            DemoCode.SameAgain => _last,
            DemoCode.Expired => Personal(PassColour.Green, now.AddMinutes(-30), _district),
            DemoCode.Yellow => Personal(PassColour.Yellow, now, _district),
            DemoCode.Red => Personal(PassColour.Red, now, _district),
            DemoCode.Stranger => Personal(PassColour.Green, now, _stranger),
            DemoCode.Forged => Personal(PassColour.Green, now, new Impostor(_stranger, _district.KeyId)),
            DemoCode.Damaged => Damage(Personal(PassColour.Green, now, _district)),
            DemoCode.Staff => Issue(new PassClaims
            {
                Kind = PassKind.Staff, Issuer = "demo", Id = NewId(), Subject = NewId(), IssuedAt = now, ExpiresAt = now.AddHours(8), Role = "guard",
            }, _district),
            DemoCode.Freight => Issue(new PassClaims
            {
                Kind = PassKind.Freight, Issuer = "demo", Id = NewId(), Subject = NewId(), IssuedAt = now.AddMinutes(-1), ExpiresAt = now.AddDays(1),
                Plate = "苏B12345", Route = [DemoSite.Site.Checkpoint],
            }, _district),
            _ => Personal(PassColour.Green, now, _district),
        };
        _last = text;
        return text;
    }

    public void Dispose()
    {
        _district.Dispose();
        _stranger.Dispose();
    }

    private static string Personal(PassColour colour, DateTimeOffset issuedAt, ISigner signer) => Issue(
        new PassClaims
        {
            Kind = PassKind.Personal,
            Issuer = "demo",
            Id = NewId(),
            Subject = NewId(),
            IssuedAt = issuedAt.AddSeconds(-1),
            ExpiresAt = issuedAt + PassLimits.PersonalCodeLifetime,
            Colour = colour,
            Test = new PassTest(issuedAt.AddHours(-20)),
        },
        signer);

    private static string Issue(PassClaims claims, ISigner signer) => DistrictPass.Issue(claims, signer);

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>Changes one character in the middle of the signature, the last 96 characters.</summary>
    private static string Damage(string text)
    {
        var damaged = new StringBuilder(text);
        int at = text.Length - 48;
        damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
        return damaged.ToString();
    }

    /// <summary>Signs with one key and claims another.</summary>
    private sealed class Impostor(EcdsaSigner key, ReadOnlyMemory<byte> claimed) : ISigner
    {
        public SignatureAlgorithm Algorithm => key.Algorithm;

        public ReadOnlyMemory<byte> KeyId => claimed;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => key.SubjectPublicKeyInfo;

        public byte[] Sign(ReadOnlySpan<byte> data) => key.Sign(data);

        public void Dispose()
        {
        }
    }
}
