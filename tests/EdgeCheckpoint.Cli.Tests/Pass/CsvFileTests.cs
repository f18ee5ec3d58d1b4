using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Testing;

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

    [Fact]
    public void A_column_named_twice_is_named() =>
        Assert.Contains("'subject'", Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader("subject,id, subject\na,b,c"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_in_another_encoding_is_refused_and_not_read_as_question_marks()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("gbk.csv"), [.. "subject,unit\na,"u8, 0xb5, 0xda, 0xc8, 0xfd, (byte)'\n']);
        string message = Assert.Throws<InvalidDataException>(() => CsvFile.Read(folder.File("gbk.csv"))).Message;
        Assert.Contains("UTF-8", message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("utf8.csv"), "\ufeffsubject,unit\na,第三\n");
        Assert.Equal("第三", CsvFile.Read(folder.File("utf8.csv"))[0].Fields["unit"]);
    }
}
