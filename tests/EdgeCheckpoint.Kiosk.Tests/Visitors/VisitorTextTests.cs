using EdgeCheckpoint.Kiosk.Visitors;

namespace EdgeCheckpoint.KioskTests.Visitors;

public sealed class VisitorTextTests
{
    [Theory]
    [InlineData("ECV1\n姓名=李雷\n电话=13800000000\n到访=3栋502\n事由=送货\n人数=2\n车牌=苏B00000")]
    [InlineData("ECV1;姓名：李雷；手机＝13800000000；到访：3栋502；事由：送货；人数=2；车牌=苏B00000")]
    [InlineData("ECV1\r\nname=李雷\r\nPHONE = 13800000000\r\nVisiting=3栋502\r\npurpose=送货\r\npeople=2\r\nplate=苏B00000\r\nthank you")]
    public void The_text_may_be_written_as_people_write(string text)
    {
        Assert.True(VisitorText.TryParse(text, out VisitorRecord record, out IReadOnlyList<string> problems), string.Join(' ', problems));
        Assert.Equal(new VisitorRecord { Name = "李雷", Phone = "13800000000", Visiting = "3栋502", Purpose = "送货", People = 2, Plate = "苏B00000" }, record);
    }

    [Theory]
    [InlineData("zh-CN", "姓名=")]
    [InlineData("en", "name=")]
    [InlineData("fr", "name=")]
    public void The_empty_form_lacks_exactly_what_is_required(string language, string holds)
    {
        string form = VisitorText.Template(language);
        Assert.Contains(holds, form, StringComparison.Ordinal);
        Assert.False(VisitorText.TryParse(form, out _, out IReadOnlyList<string> problems));
        Assert.Equal(["name", "phone", "visiting"], problems);
    }

    [Theory]
    [InlineData("", "text")]
    [InlineData("ECP1:ABC", "text")]
    [InlineData("ECV1\nname=A\nphone=call me\nvisiting=B", "phone")]
    [InlineData("ECV1\nname=A\nphone=13800000000\nvisiting=B\npeople=0", "people")]
    [InlineData("ECV1\nname=A\nphone=13800000000\nvisiting=B\npeople=99", "people")]
    [InlineData("ECV1\nname=A\nname=B\nphone=13800000000\nvisiting=B", "name")]
    [InlineData("ECV1\nname=A\u0007\nphone=13800000000\nvisiting=B", "name")]
    public void What_is_wrong_is_named_but_never_quoted(string text, string problem)
    {
        Assert.False(VisitorText.TryParse(text, out _, out IReadOnlyList<string> problems));
        Assert.Equal([problem], problems);
    }

    [Fact]
    public void No_text_whatever_makes_it_stumble()
    {
        const int seed = 20260301;
        var random = new Random(seed);
        string[] pieces = ["ECV1", "\n", ";", "＝", "=", ":", "姓名", "name", "phone", "people", "9", "-1", "\0", "😀", new string('x', 300)];
        for (int i = 0; i < 20_000; i++)
        {
            string text = (i % 3 == 0 ? "" : "ECV1") + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            bool good = VisitorText.TryParse(text, out VisitorRecord record, out IReadOnlyList<string> problems);
            Assert.True(good ? record.Name.Length is > 0 and <= 40 : problems.Count > 0, $"seed {seed}, text {i}");
        }
    }

    [Fact]
    public void A_text_too_long_is_not_even_looked_at() =>
        Assert.False(VisitorText.TryParse("ECV1\nname=A\nphone=13800000000\nvisiting=B\n" + new string(' ', VisitorText.MaxCharacters), out _, out _));
}
