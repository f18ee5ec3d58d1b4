using System.Text.Json.Nodes;
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
