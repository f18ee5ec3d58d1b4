using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class PassKindTests : IDisposable
{
    private static readonly PassClaims Exit = Passes.Green with
    {
        Kind = PassKind.Exit,
        Colour = null,
        Test = null,
        ExpiresAt = Passes.Noon.AddDays(30),
        Binding = PassBinding.Household,
        Quota = new PassQuota(2, 1),
        HomeSite = "north-gate",
        Unit = "第三居委会",
    };

    private readonly Passes _passes = new();

    [Fact]
    public void An_exit_pass_says_household_quota_and_home()
    {
        CredentialResult result = _passes.Verify(Exit);
        Assert.Equal("exit", result.Kind);
        Assert.Equal("household", (string?)result.Claims["binding"]);
        Assert.Equal("""{"count":2,"days":1}""", result.Claims["quota"]!.ToJsonString());
        Assert.Equal(("north-gate", "第三居委会"), ((string?)result.Claims["homeSite"], (string?)result.Claims["unit"]));
    }

    [Fact]
    public void A_freight_pass_says_plate_and_route()
    {
        CredentialResult result = _passes.Verify(Exit with { Kind = PassKind.Freight, Plate = "苏B12345", Route = ["Wuxi", "Nanjing"] });
        Assert.Equal(("freight", "苏B12345"), (result.Kind, (string?)result.Claims["plate"]));
        Assert.Equal("""["Wuxi","Nanjing"]""", result.Claims["route"]!.ToJsonString());
    }

    [Fact]
    public void Staff_badges_and_visitor_passes_say_role_and_unit()
    {
        Assert.Equal("guard", (string?)_passes.Verify(Exit with { Kind = PassKind.Staff, Role = "guard" }).Claims["role"]);
        Assert.Equal("visitor", _passes.Verify(Exit with { Kind = PassKind.Visitor }).Kind);
    }

    [Fact]
    public void Dated_status_classes_and_doses_are_carried()
    {
        CredentialResult result = _passes.Verify(Passes.Green with { Doses = 3, Statuses = [new("3+11", Passes.Noon.AddDays(-2), Passes.Noon.AddDays(12)), new("close-contact", Passes.Noon, null)] });
        Assert.Equal(3, (int?)result.Claims["doses"]);
        Assert.Equal(
            """[{"class":"3+11","from":"2026-05-04T12:00:00Z","until":"2026-05-18T12:00:00Z"},{"class":"close-contact","from":"2026-05-06T12:00:00Z"}]""",
            result.Claims["statuses"]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    /// <summary>Wednesday 2026-05-06 12:00 UTC is 20:00 of the local day.</summary>
    [Theory]
    [InlineData(0b0000100, 19 * 60, 21 * 60, true)]
    [InlineData(0b0000100, 20 * 60, 21 * 60, true)]
    [InlineData(0b0000100, 19 * 60, 20 * 60, false)]
    [InlineData(0b1111011, 0, 1440, false)]
    [InlineData(0b1111111, 0, 1440, true)]
    public void A_pass_is_good_in_its_hours_only(int days, int from, int until, bool good)
    {
        CredentialResult result = _passes.Verify(Exit with { Windows = [new PassWindow(days, from, until)] });
        Assert.Equal(good ? [] : [Reasons.CodeOutsideHours], result.Reasons);
    }

    [Fact]
    public void An_estimated_clock_does_not_decide_at_the_edge_of_an_hour()
    {
        PassClaims evening = Exit with { IssuedAt = Passes.Noon.AddDays(-2), Windows = [new PassWindow(127, 19 * 60, 24 * 60)] };
        Assert.True(_passes.Verify(evening, Passes.Noon.AddHours(1), ClockState.Estimated).IsValid);
        Assert.Equal([Reasons.ClockUntrusted], _passes.Verify(evening, Passes.Noon.AddMinutes(-30), ClockState.Estimated).Reasons);
    }

    [Fact]
    public void Random_claims_survive_the_wire()
    {
        const int Seed = 4711;
        Random random = new(Seed);
        for (int i = 0; i < 300; i++)
        {
            PassClaims claims = Any(random);
            Assert.True(PassRules.FaultOf(claims) is null, $"seed {Seed}, number {i}: {PassRules.FaultOf(claims)}");
            Assert.True(PassCborReader.TryRead(PassCbor.Write(claims), out PassClaims? read), $"seed {Seed}, number {i}");
            Assert.Equal(PassJson.Of(claims).ToJsonString(), PassJson.Of(read).ToJsonString());
            Assert.Equal(claims.Windows, read.Windows);
            Assert.Equal((claims.Id, claims.Subject, claims.NotBefore), (read.Id, read.Subject, read.NotBefore));
        }
    }

    /// <summary>Claims of a newer issuer: unknown labels are skipped.</summary>
    [Fact]
    public void An_older_kiosk_reads_a_newer_pass()
    {
        byte[] claims = PassCbor.Write(Exit);
        byte[] newer = [(byte)(claims[0] + 1), .. claims.AsSpan(1), 0x3A, 0x00, 0x01, 0x00, 0x05, 0xA1, 0x01, 0x81, 0x02];
        Assert.True(PassCborReader.TryRead(newer, out PassClaims? read));
        Assert.Equal(Exit.Id, read.Id);
    }

    public void Dispose() => _passes.Dispose();

    private static PassClaims Any(Random random)
    {
        PassKind kind = (PassKind)random.Next(1, 6);
        bool Chance() => random.Next(2) == 0;
        string Text() => new([.. Enumerable.Range(0, random.Next(1, PassLimits.TextCharacters + 1)).Select(_ => "aZ09 中é+/;\""[random.Next(11)])]);
        DateTimeOffset Instant() => DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(0, 4_000_000_000));
        DateTimeOffset issued = Instant();
        return new PassClaims
        {
            Kind = kind,
            Issuer = Text(),
            Id = Convert.ToHexStringLower([.. Enumerable.Range(0, random.Next(1, PassLimits.IdBytes + 1)).Select(_ => (byte)random.Next(256))]),
            Subject = Text(),
            IssuedAt = issued,
            NotBefore = Chance() ? Instant() : null,
            ExpiresAt = issued.AddSeconds(random.Next(1, 100_000_000)),
            Colour = kind == PassKind.Personal || Chance() ? (PassColour)random.Next(1, 4) : null,
            Test = Chance() ? new PassTest(Instant(), Text()) : null,
            Doses = Chance() ? random.Next(100) : null,
            Statuses = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new PassStatus(Text(), Instant(), Chance() ? Instant() : null))],
            Unit = Chance() ? Text() : null,
            HomeSite = Chance() ? Text() : null,
            Binding = Chance() ? (PassBinding)random.Next(1, 3) : null,
            Quota = Chance() ? new PassQuota(random.Next(1, 1001), random.Next(1, 367)) : null,
            Windows = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new PassWindow(random.Next(1, 128), random.Next(720), random.Next(721, 1441)))],
            UtcOffsetMinutes = 480,
            Plate = kind == PassKind.Freight || Chance() ? Text() : null,
            Route = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text())],
            Role = kind == PassKind.Staff || Chance() ? Text() : null,
        };
    }
}
