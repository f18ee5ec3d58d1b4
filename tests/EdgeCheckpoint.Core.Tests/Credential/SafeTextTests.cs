using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("张三 Ünïcode", "张三 Ünïcode")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u202Eb", "a‹U+202E›b")]
    [InlineData("line\nline", "line‹U+000A›line")]
    [InlineData("\u001b[31m", "‹U+001B›[31m")]
    [InlineData("zero\u200Bwidth", "zero‹U+200B›width")]
    [InlineData("\uE000", "‹U+E000›")]
    public void Invisible_characters_become_visible(string text, string shown) => Assert.Equal(shown, SafeText.Of(text));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\uFFFDb", SafeText.Of("a" + '\uD800' + "b"));

    [Fact]
    public void JSON_keeps_its_value_and_loses_its_tricks()
    {
        const string Json = "{\"a\":\"x\u202Ey\U000E0041中\"}";
        string safe = SafeText.OfJson(Json);
        Assert.Equal("{\"a\":\"x\\u202ey\\udb40\\udc41中\"}", safe);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(Json), System.Text.Json.Nodes.JsonNode.Parse(safe)));
    }

    [Fact]
    public void JSON_is_composed_as_any_other_text() => Assert.Equal("{\"a\":\"é\"}", SafeText.OfJson("{\"a\":\"e\u0301\"}"));

    [Fact]
    public void Long_text_is_cut_and_the_cut_shown() => Assert.Equal(new string('x', 256) + "…", SafeText.Of(new string('x', 5000)));
}
