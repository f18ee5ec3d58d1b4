using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Configuration;

public sealed partial class ConfigurationFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Comments_and_trailing_commas_are_allowed_and_what_is_absent_has_its_default()
    {
        KioskOptions options = Good("""{ /* a lane */ "lane": { "codeTimeoutSeconds": 9, }, }""");
        Assert.Equal((9, 3), (options.Lane.CodeTimeoutSeconds, options.Lane.VerdictSeconds));
    }

    [Fact]
    public void Every_mistake_is_named_at_once_with_its_key()
    {
        IReadOnlyList<string> errors = Errors("""
            { "lane": { "codeTimeoutSeconds": "soon", "mode": "party", "goneAfterSeconds": 99 }, "wbe": { "port": 1 }, "web": { "port": {} }, "camera": { "width": 7 },
              "rules": { "policy": "nosuch", "commandKeysFolder": "/nowhere", "rootKeysFile": "/nowhere" } }
            """);
        foreach (string expected in new[]
        {
            "lane:codeTimeoutSeconds: must be a number, not 'soon'",
            "lane:mode: must be one of normal, temperature-only, code-only, lockdown, maintenance, not 'party'",
            "lane:goneAfterSeconds: must be 0.2 to 10, not 99",
            "wbe: is not a known key; did you mean 'web'?",
            "camera:width is 7",
            "rules:policy: nosuch is neither a file nor one of the ready policies",
            "rules:rootKeysFile: /nowhere does not exist",
            "rules:commandKeysFolder: the folder /nowhere does not exist",
        })
        {
            Assert.Contains(errors, e => e.StartsWith(expected, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("""{ "site": { "district": "a/b" } }""", "site:district")]
    [InlineData("""{ "thermal": { "source": "simulated" } }""", "simulation:stage")]
    [InlineData("""{ "broker": { "certificateFile": "x" } }""", "broker:certificateFile")]
    [InlineData("""{ "lane": { "vehicles": true } }""", "lane:vehicles: needs inputs:passed")]
    [InlineData("""{ "version": 3 }""", "version: 3 is newer than this software")]
    [InlineData("""{ "version": 0 }""", "version: must be 1 to 2")]
    public void What_does_not_go_together_is_named(string json, string expected) =>
        Assert.Contains(Errors(json), e => e.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void A_vehicle_lane_whose_barrier_tells_of_passages_is_good()
    {
        Assert.True(Good("""{ "lane": { "vehicles": true }, "inputs": { "passed": { "line": "5" } } }""").Lane.Vehicles);
        Assert.True(Good("""{ "lane": { "vehicles": true }, "gpio": { "device": "" } }""").Lane.Vehicles);
    }

    [Fact]
    public void A_section_or_a_list_of_another_shape_is_one_mistake_and_its_insides_none() => Assert.Equal(
        [
            "site: must be an object { ... } with keys of its own",
            "lane: must be an object { ... } with keys of its own",
            "screen:languages: must be a list of texts",
            "screen:siteName: must be texts by language or name",
            "rules: must be an object { ... } with keys of its own",
        ],
        Errors("""{ "site": [], "lane": null, "rules": "green", "screen": { "languages": "en", "siteName": [] } }"""));

    [Theory]
    [InlineData("{\n  \"lane\": ", ":2:11: is not JSON: ")]
    [InlineData("{ \"lane\": {},\n  \"Lane\": {} }", ":2:3: \"Lane\" stands twice in the same object; keep one")]
    [InlineData("[]", ":1:1: must be an object { ... }")]
    public void A_file_that_cannot_be_read_is_told_with_its_place_counted_from_1(string text, string expected)
    {
        string error = Assert.Single(Errors(text));
        Assert.StartsWith(_folder.File("kiosk.json") + expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Path:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules:pseudonymKeyFile", "not base64!")]
    [InlineData("rules:watchListSecretFile", "AA==")]
    [InlineData("journal:secretFile", "AA==")]
    [InlineData("rules:rootKeysFile", "nothing")]
    [InlineData("broker:authorityFile", "nothing")]
    [InlineData("broker:keyFile", "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----")]
    [InlineData("web:socket", "no socket")]
    [InlineData("journal:folder", "no folder")]
    [InlineData("rules:documentsFolder", "no folder")]
    [InlineData("rules:keysFolder", "no folder")]
    public void A_file_that_cannot_be_what_its_key_says_is_a_mistake_before_the_start(string key, string content)
    {
        string path = Write("kiosk.json", Whole("{}"));
        Assert.Contains(ConfigurationFiles.Read(path, new Dictionary<string, string?> { [key] = Write("named", content) }, out _), e => e.StartsWith(key + ": ", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_asks_learns_of_folders_that_cannot_be_made_and_nothing_is_left_behind()
    {
        KioskOptions options = Good("{}");
        options = options with
        {
            Rules = options.Rules with { DocumentsFolder = "/proc/edge-checkpoint/trust" },
            Journal = options.Journal with { Folder = _folder.File("deep/below") },
        };
        Assert.StartsWith("rules:documentsFolder: /proc/edge-checkpoint/trust cannot be written: ", Assert.Single(StateFolders.Unwritable(options)), StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File("deep")));
    }

    [Fact]
    public void An_absent_file_is_told_with_what_to_do() =>
        Assert.Contains("--config", Assert.Single(ConfigurationFiles.Read(_folder.File("none.json"), new Dictionary<string, string?>(), out _)), StringComparison.Ordinal);

    [Fact]
    public void Later_sources_stand_over_earlier_ones()
    {
        Directory.CreateDirectory(_folder.File("conf.d"));
        string path = Write("kiosk.json", Whole("""{ "lane": { "mode": "lockdown", "verdictSeconds": 4 } }"""));
        Write("conf.d/10-site.json", """{ "lane": { "mode": "temperature-only" } }""");
        Assert.Empty(ConfigurationFiles.Read(path, new Dictionary<string, string?> { ["lane:verdictSeconds"] = "5" }, out KioskOptions options));
        Assert.Equal((KioskMode.TemperatureOnly, 5), (options.Lane.Mode, options.Lane.VerdictSeconds));
    }

    [Fact]
    public void What_is_shown_can_be_read_again()
    {
        string path = Write("shown.json", ConfigurationDump.Json(Good("{}")));
        Assert.Empty(ConfigurationFiles.Read(path, new Dictionary<string, string?>(), out _));
    }

    [Fact]
    public void Every_key_has_a_meaning_and_every_number_a_range()
    {
        string section = "";
        List<(string Name, string[] Cells)> keys = [];
        foreach (string line in ConfigurationReference.Markdown().Split('\n'))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..].Trim('`') : section;
            if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                keys.Add(($"{section}:{line.Split('`')[1]}", line.Split(" | ")));
            }
        }

        Assert.True(keys.Count > 150, $"{keys.Count} keys");
        Assert.All(keys, static key => Assert.True(key.Cells[4].Trim('|', ' ').Length > 0, $"{key.Name} has no meaning"));
        Assert.All(
            keys.Where(static k => k.Cells[1] is "a number" or "a whole number"),
            static key => Assert.True(Range().IsMatch(key.Cells[4]), $"{key.Name} has no range: {key.Cells[4]}"));
    }

    /// <summary>Options that check themselves say so in words.</summary>
    [System.Text.RegularExpressions.GeneratedRegex(@"\d to \d|0 for the width|9600, 19200|at least the near limit")]
    private static partial System.Text.RegularExpressions.Regex Range();

    [Fact]
    public void The_reference_page_is_up_to_date()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "configuration.md"));
        Assert.True(page == ConfigurationReference.Markdown(), "Run: ./checkpointctl config reference > docs/reference/configuration.md");
    }

    public void Dispose() => _folder.Dispose();

    private KioskOptions Good(string json)
    {
        string path = Write("kiosk.json", Whole(json));
        Assert.Empty(ConfigurationFiles.Read(path, new Dictionary<string, string?>(), out KioskOptions options));
        return options;
    }

    private IReadOnlyList<string> Errors(string json) => ConfigurationFiles.Read(Write("kiosk.json", json), new Dictionary<string, string?>(), out _);

    /// <summary>Adds what every kiosk must have.</summary>
    private string Whole(string json) => json.Insert(
        json.IndexOf('{', StringComparison.Ordinal) + 1,
        $$""" "site": { "district": "d", "checkpoint": "c", "device": "k" }, "rules": { "pseudonymKeyFile": "{{Write("key", Convert.ToBase64String(new byte[32]))}}" }, """);

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
