using System.CommandLine;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary>Every number with decimals, whichever verb takes it.</summary>
public sealed class DecimalsTests
{
    [Theory]
    [InlineData("0,3")]
    [InlineData("1,000.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("warm")]
    public void What_is_no_decimal_number_is_a_usage_error_of_every_option_that_takes_one(string text)
    {
        Option[] options = [.. Options(CommandTree.Root())];
        Assert.NotEmpty(options);
        foreach (Option option in options)
        {
            Assert.NotEmpty(Parse(option, text).Errors);
        }
    }

    [Theory]
    [InlineData("0.3", 0.3)]
    [InlineData("-1.5", -1.5)]
    [InlineData("2e-2", 0.02)]
    public void A_decimal_number_is_itself(string text, double number)
    {
        foreach (Option option in Options(CommandTree.Root()))
        {
            ParseResult parsed = Parse(option, text);
            Assert.Empty(parsed.Errors);
            Assert.Equal(number, option is Option<double> plain ? parsed.GetValue(plain) : parsed.GetValue((Option<double?>)option));
        }
    }

    private static ParseResult Parse(Option option, string text) => new Command("verb") { option }.Parse([option.Name, text]);

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Where(static o => o is Option<double> or Option<double?>).Concat(command.Subcommands.SelectMany(Options));
}
