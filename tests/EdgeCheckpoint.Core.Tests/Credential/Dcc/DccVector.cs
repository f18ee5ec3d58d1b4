using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential.Dcc;

/// <summary>One published certificate with the outcome of every step that its authors state.</summary>
internal sealed class DccVector
{
    private readonly JsonNode _json;

    private DccVector(string name, JsonNode json) => (Name, _json) = (name, json);

    public string Name { get; }

    public static IReadOnlyList<DccVector> All { get; } =
        [.. Directory.EnumerateFiles(Repository.Data("dcc"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(static file => new DccVector(Path.GetRelativePath(Repository.Data("dcc"), file), JsonNode.Parse(File.ReadAllText(file))!))];

    public string Prefixed => _json["PREFIX"]!.GetValue<string>();

    public string? Base45 => Text("BASE45");

    public byte[]? Compressed => Text("COMPRESSED") is { } hex ? Convert.FromHexString(hex) : null;

    public byte[]? Cose => Text("COSE") is { } hex ? Convert.FromHexString(hex) : null;

    public JsonNode? Document => _json["JSON"];

    public DateTimeOffset? Clock => _json["TESTCTX"]!["VALIDATIONCLOCK"]?.GetValue<string>() is { } clock
        ? DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;

    /// <summary>Null where the step is not stated.</summary>
    public bool? Expects(string step) => _json["EXPECTEDRESULTS"]![step]?.GetValue<bool>();

    public TrustFile Signer() => _json["TESTCTX"]!["CERTIFICATE"]?.GetValue<string>() is { } certificate
        ? TrustFile.Read(Name, Convert.FromBase64String(certificate), new FrameworkAlgorithms())
        : new TrustFile([], ["no certificate"]);

    private string? Text(string name) => _json[name]?.GetValue<string>();
}
