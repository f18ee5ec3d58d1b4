using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Configuration;

public sealed class ConfigurationMigrationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{ "version": 1, "rules": { "policyFile": "/p.json" } }""", """{ "version": 2, "rules": { "policy": "/p.json" } }""", 2)]
    [InlineData("""{ "rules": { "policyFile": "" } }""", """{ "rules": {} }""", 1)]
    [InlineData("""{ "rules": { "policyFile": "old", "policy": "new" } }""", """{ "rules": { "policy": "new" } }""", 1)]
    [InlineData("""{ "version": 2, "rules": { "policy": "new" } }""", """{ "version": 2, "rules": { "policy": "new" } }""", 0)]
    [InlineData("""{ "lane": {} }""", """{ "lane": {} }""", 0)]
    public void A_file_of_an_earlier_version_comes_to_the_present_shape(string before, string after, int changes)
    {
        JsonObject json = JsonNode.Parse(before)!.AsObject();
        Assert.Equal(changes, ConfigurationMigrations.Migrate(json, out string newer).Count);
        Assert.Empty(newer);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(after), json), json.ToJsonString());
    }

    [Fact]
    public void An_earlier_file_is_understood_rewritten_when_asked_and_kept()
    {
        string old = """{ /* mine */ "version": 1, "site": { "district": "d", "checkpoint": "c", "device": "k" }, "rules": { "policyFile": "staff-only", "pseudonymKeyFile": "KEY" } }"""
            .Replace("KEY", _folder.File("key"), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("key"), Convert.ToBase64String(new byte[32]));
        string path = _folder.File("kiosk.json");
        File.WriteAllText(path, old);
        var nothing = new Dictionary<string, string?>();
        Assert.Empty(ConfigurationFiles.Read(path, nothing, out KioskOptions options));
        Assert.Equal(("staff-only", ConfigurationMigrations.Current), (options.Rules.Policy, options.Version));

        string kept = Assert.Single(ConfigurationFiles.ToMigrate(path)).WriteMigrated();
        Assert.Equal(old, File.ReadAllText(kept));
        Assert.Empty(ConfigurationFiles.ToMigrate(path));
        Assert.Empty(ConfigurationFiles.Read(path, nothing, out KioskOptions rewritten));
        Assert.Equal(options, rewritten with { Screen = options.Screen, Camera = options.Camera, Operator = options.Operator, Visitors = options.Visitors, Provider = options.Provider, Scanner = options.Scanner });
    }

    public void Dispose() => _folder.Dispose();
}
