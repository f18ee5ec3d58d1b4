using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Cli.Tests.Pass;

public sealed class PassFieldsTests
{
    private static PassClaims Read(params (string Name, string Value)[] fields)
    {
        Assert.True(PassFields.TryRead(Fields(fields), out PassClaims? claims, out string fault), fault);
        return claims;
    }

    private static string FaultOf(params (string Name, string Value)[] fields)
    {
        Assert.False(PassFields.TryRead(Fields(fields), out _, out string fault));
        return fault;
    }

    private static Dictionary<string, string> Fields((string Name, string Value)[] fields) =>
        new(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value))) { ["issuer"] = "320200", ["subject"] = "s" };

    [Fact]
    public void Quota_windows_statuses_and_route_are_read()
    {
        PassClaims claims = Read(
            ("kind", "freight"), ("plate", "B1"), ("quota", "2/1d"), ("windows", "mon-fri 06:00-09:30; sat,sun 08:00-24:00"),
            ("status", "3+11@2026-05-01/2026-05-15; x@2026-05-01"), ("route", "Wuxi; Nanjing"));
        Assert.Equal(new PassQuota(2, 1), claims.Quota);
        Assert.Equal([new PassWindow(0b0011111, 360, 570), new PassWindow(0b1100000, 480, 1440)], claims.Windows);
        Assert.Equal(["3+11", "x"], claims.Statuses.Select(static s => s.Class));
        Assert.Equal(["Wuxi", "Nanjing"], claims.Route);
        Assert.Equal(TimeSpan.FromDays(7), claims.ExpiresAt - claims.IssuedAt);
    }

    [Theory]
    [InlineData("kind", "blue", "kind")]
    [InlineData("lifetime", "soon", "60s")]
    [InlineData("at", "yesterday", "instant")]
    [InlineData("quota", "2", "2/1d")]
    [InlineData("quota", "2/1h", "2/1d")]
    [InlineData("windows", "fri-mon 06:00-09:00", "mon-fri")]
    [InlineData("windows", "mon 25:00-26:00", "mon-fri")]
    [InlineData("status", "3+11", "3+11@")]
    [InlineData("doses", "many", "doses")]
    [InlineData("id", "xyz", "hexadecimal")]
    [InlineData("at", "9999-12-31T23:59:59Z", "year 9999")]
    [InlineData("at", "9999-12-31T23:59:59-14:00", "9999")]
    public void A_wrong_field_is_named_with_what_it_should_look_like(string name, string value, string hint) =>
        Assert.Contains(hint, FaultOf(("colour", "green"), (name, value)), StringComparison.Ordinal);

    [Fact]
    public void A_personal_code_without_a_colour_is_refused() => Assert.Contains("colour", FaultOf(), StringComparison.Ordinal);
}
