using EdgeCheckpoint.District.Hosting;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.District.Tests.Hosting;

public sealed class OptionsReaderTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void A_district_is_all_that_must_be_named()
    {
        DistrictOptions? options = OptionsReader.Read(["--district", "binhu"], Nothing, out _);
        Assert.Equal(("localhost", 1883, "district-binhu"), (options!.BrokerHost, options.BrokerPort, options.ClientId));
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        Assert.Null(OptionsReader.Read(
            ["--broker", "nowhere", "--colour=blue", "--store", "/no/such/folder/d.db", "--urls", "ftp://x", "--tls-cert", "/no/such/cert"],
            new Dictionary<string, string> { ["ECP_DISTRICT_SPEED"] = "9" },
            out IReadOnlyList<string> mistakes));

        string all = string.Join('\n', mistakes);
        Assert.All(["--broker", "--colour", "--store", "--urls", "--tls-cert", "ECP_DISTRICT_SPEED", "district: missing"], name => Assert.Contains(name, all, StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("c.json"), """{ "district": "from-file", "broker": "file:1", "client-id": "file" }""");
        DistrictOptions? options = OptionsReader.Read(
            ["--config", folder.File("c.json"), "--broker=[::1]:1884"],
            new Dictionary<string, string> { ["ECP_DISTRICT_BROKER"] = "environment:2", ["ECP_DISTRICT_CLIENT_ID"] = "environment" },
            out _);

        Assert.Equal(("from-file", "::1", 1884, "environment"), (options!.District, options.BrokerHost, options.BrokerPort, options.ClientId));
    }

    [Theory]
    [InlineData("""{ "distrikt": "x" }""", "distrikt")]
    [InlineData("""{ "district": 7 }""", "district")]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "cannot be read")]
    public void A_wrong_file_says_what_is_wrong_with_it(string content, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("c.json"), content);
        Assert.Null(OptionsReader.Read(["--district", "d", "--config", folder.File("c.json")], Nothing, out IReadOnlyList<string> mistakes));
        Assert.Contains(named, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_names_every_option() =>
        Assert.All(OptionTable.All, static option => Assert.Contains($"--{option.Name} ", OptionTable.Help(), StringComparison.Ordinal));
}
