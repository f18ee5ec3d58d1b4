using System.Formats.Cbor;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>RFC 7049 appendix A, read as JSON.</summary>
public sealed class CborVectorTests
{
    /// <summary>JSON where the appendix gives none: tags give way to what they tag, bytes become base64url, labels become text.</summary>
    private static readonly Dictionary<string, string?> AsJson = new()
    {
        ["f7"] = "null",
        ["c074323031332d30332d32315432303a30343a30305a"] = "\"2013-03-21T20:04:00Z\"",
        ["c11a514b67b0"] = "1363896240",
        ["c1fb41d452d9ec200000"] = "1363896240.5",
        ["d74401020304"] = "\"AQIDBA\"",
        ["d818456449455446"] = "\"ZElFVEY\"",
        ["d82076687474703a2f2f7777772e6578616d706c652e636f6d"] = "\"http://www.example.com\"",
        ["40"] = "\"\"",
        ["4401020304"] = "\"AQIDBA\"",
        ["a201020304"] = "{\"1\":2,\"3\":4}",
        ["5f42010243030405ff"] = "\"AQIDBAU\"",

        // Bignums: RFC 8949 section 6.1 gives their bytes, the appendix their value.
        ["c249010000000000000000"] = "\"AQAAAAAAAAAA\"",
        ["c349010000000000000000"] = "\"AQAAAAAAAAAA\"",
    };

    [NeedsFact(data: "cbor")]
    public void Every_example_is_read_as_its_JSON_or_refused_for_having_none()
    {
        JsonArray examples = JsonNode.Parse(File.ReadAllText(Repository.Data("cbor", "appendix_a.json")))!.AsArray();
        Assert.Equal(82, examples.Count);
        foreach (JsonNode? example in examples)
        {
            string hex = example!["hex"]!.GetValue<string>();
            string? expected = AsJson.TryGetValue(hex, out string? stated) ? stated
                : example.AsObject().ContainsKey("decoded") ? example["decoded"]?.ToJsonString() ?? "null"
                : null;
            string? actual = Read(hex);
            Assert.True(
                expected is null ? actual is null : actual is not null && JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)),
                $"{hex}: {actual ?? "refused"} instead of {expected ?? "refused"}");
        }
    }

    [Theory]
    [InlineData("8100")]
    [InlineData("80")]
    [InlineData("a0")]
    [InlineData("9fff")]
    public void Nesting_beyond_the_limit_is_refused_whatever_is_innermost(string innermost)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("81", depth - 1)) + innermost;
        Assert.NotNull(Read(Nested(CborLimits.MaxDepth)));
        Assert.Null(Read(Nested(CborLimits.MaxDepth + 1)));
        Assert.Null(Read(Nested(30_000)));
    }

    [Fact]
    public void Skipping_refuses_the_same_nesting()
    {
        CborLimits.Skip(new CborReader(Convert.FromHexString(Nested(CborLimits.MaxDepth)), CborConformanceMode.Strict));
        Assert.Throws<CborContentException>(() =>
            CborLimits.Skip(new CborReader(Convert.FromHexString(Nested(CborLimits.MaxDepth + 1)), CborConformanceMode.Strict)));
    }

    [Fact]
    public void Skipping_stops_after_one_value()
    {
        CborReader reader = new(Convert.FromHexString("83" + "c101" + "a10203" + "9f04ff" + "05"), CborConformanceMode.Strict, allowMultipleRootLevelValues: true);
        CborLimits.Skip(reader);
        Assert.Equal(5, reader.ReadInt32());
        Assert.Equal(0, reader.BytesRemaining);
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("81", depth)) + "00";

    private static string? Read(string hex)
    {
        try
        {
            return CborJson.Read(new CborReader(Convert.FromHexString(hex), CborConformanceMode.Strict))?.ToJsonString() ?? "null";
        }
        catch (CborContentException)
        {
            return null;
        }
    }
}
