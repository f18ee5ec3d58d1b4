using EdgeCheckpoint.Core.Policy.CertLogic;

namespace EdgeCheckpoint.Core.Tests.Policy;

public sealed class LogicDatesTests
{
    [Theory]
    [InlineData("2022-01-31", "2022-01-31T00:00:00.000Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.000Z")]
    [InlineData("2022-01-31T08:09:10", "2022-01-31T08:09:10.000Z")]
    [InlineData("2022-01-31T08:09:10Z", "2022-01-31T08:09:10.000Z")]
    [InlineData("2022-01-31T08:09:10.5Z", "2022-01-31T08:09:10.500Z")]
    [InlineData("2022-01-31T08:09:10.123999+8", "2022-01-31T00:09:10.123Z")]
    [InlineData("2022-01-31T08:09:10+08", "2022-01-31T00:09:10.000Z")]
    [InlineData("2022-01-31T08:09:10-130", "2022-01-31T09:39:10.000Z")]
    [InlineData("2022-01-31T08:09:10+0530", "2022-01-31T02:39:10.000Z")]
    [InlineData("2022-01-31T08:09:10+5:30", "2022-01-31T02:39:10.000Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00.000Z")]
    public void Every_form_of_the_specification_is_read(string text, string expected)
    {
        Assert.True(LogicDates.TryParse(text, out long ms));
        Assert.Equal(expected, LogicDates.Write(ms));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2022")]
    [InlineData("2022-1-31")]
    [InlineData("2022-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("2022-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("2022-01-31 08:09:10")]
    [InlineData("2022-01-31T24:00:00")]
    [InlineData("2022-01-31T08:60:00")]
    [InlineData("2022-01-31T08:09")]
    [InlineData("2022-01-31T08:09:10.")]
    [InlineData("2022-01-31T08:09:10+")]
    [InlineData("2022-01-31T08:09:10+24")]
    [InlineData("2022-01-31T08:09:10+08:6")]
    [InlineData("2022-01-31T08:09:10+08:60")]
    [InlineData("2022-01-31T08:09:10z")]
    [InlineData("٢٠٢٢-01-31")]
    public void Anything_else_is_no_date(string text) => Assert.False(LogicDates.TryParse(text, out _));

    [Theory]
    [InlineData("2024-01-31", 1, "month", "2024-02-29")]
    [InlineData("2024-02-29", -1, "year", "2023-02-28")]
    [InlineData("2022-12-31", 1, "day", "2023-01-01")]
    public void Months_and_years_end_on_their_last_day(string from, int amount, string unit, string expected)
    {
        Assert.True(LogicDates.TryParse(from, out long ms));
        Assert.True(Contract.Words.TryParse(unit, out LogicTimeUnit word));
        Assert.True(LogicDates.TryAdd(ms, amount, word, out long moved));
        Assert.StartsWith(expected, LogicDates.Write(moved), StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_past_the_calendar_is_no_date() =>
        Assert.False(LogicDates.TryAdd(0, int.MaxValue, LogicTimeUnit.Year, out _));
}
