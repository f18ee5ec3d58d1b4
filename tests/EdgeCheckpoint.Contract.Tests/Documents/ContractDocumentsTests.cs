using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Contract.Tests.Documents;

public sealed class ContractDocumentsTests
{
    private const string Update = "EDGECHECKPOINT_UPDATE";
    private static readonly string Reference = Path.Combine(Repository.Root, "docs", "reference");

    public static TheoryData<string> Goldens() => [.. Golden.All.Keys];

    [Fact]
    public void The_reference_documents_are_what_the_types_say()
    {
        IReadOnlyDictionary<string, string> documents = ContractDocuments.All();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Write(Reference, documents);
        }

        string[] stale = [.. documents.Where(static d => Read(Path.Combine(Reference, d.Key)) != d.Value).Select(static d => d.Key)];
        Assert.True(stale.Length == 0, $"docs/reference is out of date in {string.Join(", ", stale)}; write it anew with {Update}=1 dotnet test tests/EdgeCheckpoint.Contract.Tests, and look at what changed.");
        string[] orphans = [.. Directory.EnumerateFiles(Path.Combine(Reference, "schemas")).Select(static f => "schemas/" + Path.GetFileName(f)).Except(documents.Keys)];
        Assert.True(orphans.Length == 0, $"docs/reference has schemas of no type: {string.Join(", ", orphans)}");
    }

    /// <summary>A change here breaks kiosks or districts already in the field: add a field, never change one.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_payload_is_written_as_ever(string name)
    {
        if (Environment.GetEnvironmentVariable(Update) == "1" && Read(Golden.File(name)).Length == 0)
        {
            Write(Path.GetDirectoryName(Golden.File(name))!, new Dictionary<string, string> { [$"{name}.json"] = Golden.All[name] + "\n" });
        }

        Assert.Equal(Read(Golden.File(name)).TrimEnd(), Golden.All[name]);
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Every_payload_validates_against_its_schema(string name)
    {
        var check = new SchemaCheck(static file => ContractDocuments.Schema(Path.GetFileNameWithoutExtension(file)));
        Assert.Empty(check.Errors(JsonNode.Parse(Golden.All[name]), ContractDocuments.Schema(Golden.SchemaOf(name))));
    }

    [Fact]
    public void Every_kind_of_event_and_every_command_has_a_topic_a_schema_and_a_payload_of_its_own()
    {
        string[] kinds = [.. typeof(CheckpointEvent).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(CheckpointEvent))).Select(static t => (string)t.GetField("KindName")!.GetRawConstantValue()!)];
        string[] addresses = [.. ContractDocuments.All()["asyncapi.yaml"].Split('\n').Where(static l => l.Contains("address:", StringComparison.Ordinal)).Select(static l => l.Split('"')[1])];
        JsonNode[] payloads = [.. Golden.All.Values.Select(static p => JsonNode.Parse(p)!)];
        var site = new Site("{district}", "{checkpoint}", "{device}");

        Assert.Equal(kinds.Order(), EnvelopeCodec.Kinds.Keys.Order());
        Assert.All(kinds, kind => Assert.Contains(Topics.EventOf(site, kind), addresses));
        Assert.All(kinds, kind => Assert.Contains(payloads, p => p["type"]?.GetValue<string>() == EnvelopeCodec.TypeOf(kind)));
        Assert.Equal(CommandNames.All.Order(), ContractDocuments.Arguments.Keys.Order());
        Assert.All(CommandNames.All, name => Assert.Contains(Topics.Command(site, name), addresses));
        Assert.All(CommandNames.All, name => Assert.Contains(payloads, p => p["name"]?.GetValue<string>() == name));
        Assert.All(DocumentNames.All, name => Assert.Contains(Topics.DistrictConfiguration(site.District, name), addresses));
    }

    [Theory]
    [InlineData("command", "direction", "\"up\"")]
    [InlineData("command", "speed", "\"fast\"")]
    [InlineData("command-set-mode", "mode", "7")]
    [InlineData("command-restart", "when", "\"now\"")]
    public void Wrong_arguments_validate_as_little_as_they_are_read(string name, string argument, string value)
    {
        JsonNode json = JsonNode.Parse(Golden.All[name])!;
        json["arguments"]![argument] = JsonNode.Parse(value);
        var check = new SchemaCheck(static file => ContractDocuments.Schema(Path.GetFileNameWithoutExtension(file)));
        Assert.NotEmpty(check.Errors(json, ContractDocuments.Schema("command")));
        Command command = KioskJson.DecodeCommand(Encoding.UTF8.GetBytes(json.ToJsonString()))!;
        Assert.Null(name switch { "command" => command.Read<OpenGateArguments>(), "command-set-mode" => command.Read<SetModeArguments>(), _ => (object?)command.Read<NoArguments>() });
    }

    [Fact]
    public void A_wrong_payload_does_not_validate()
    {
        var check = new SchemaCheck(static file => ContractDocuments.Schema(Path.GetFileNameWithoutExtension(file)));
        JsonNode scan = JsonNode.Parse(Golden.All["event-scan"])!;
        scan["data"]!["verdict"] = "maybe";
        scan["data"]!.AsObject().Remove("direction");
        scan["sequence"] = 7;
        Assert.Equal(
            ["/data lacks 'direction'", "/data/verdict is none of the words", "/sequence is integer"],
            check.Errors(scan, ContractDocuments.Schema("envelope")).Order(StringComparer.Ordinal));
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    private static void Write(string folder, IReadOnlyDictionary<string, string> documents)
    {
        foreach ((string path, string content) in documents)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }
}
