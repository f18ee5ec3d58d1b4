using EdgeCheckpoint.Cli.Verbs.Pass;

namespace EdgeCheckpoint.Cli.Tests.Pass;

public sealed class CsvFileTests
{
    [Fact]
    public void Quotes_commas_line_ends_and_empty_lines_are_read()
    {
        List<(int Line, Dictionary<string, string> Fields)> rows =
            CsvFile.Read(new StringReader("subject,unit\r\na,\"x, \"\"y\"\"\nz\"\r\n\r\nb,\r\n"));
        Assert.Equal([2, 5], rows.Select(static r => r.Line));
        Assert.Equal(["x, \"y\"\nz", ""], rows.Select(static r => r.Fields["unit"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1")]
    [InlineData("a,b\n1,2,3")]
    [InlineData("a,b\n1,\"2")]
    public void A_broken_file_is_refused(string text) => Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader(text)));
}
