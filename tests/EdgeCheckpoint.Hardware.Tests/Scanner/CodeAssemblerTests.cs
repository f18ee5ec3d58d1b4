using System.Text;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Scanner;

namespace EdgeCheckpoint.Hardware.Tests.Scanner;

public sealed class CodeAssemblerTests
{
    private MonotonicInstant _now;

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    public void A_terminator_ends_a_code_and_is_no_part_of_it(string terminator) =>
        Assert.Equal(["XK1:abc", "HC1:def 温"], Feed(new CodeAssembler(TimeSpan.FromSeconds(1), pauseCompletes: false), $"XK1:abc{terminator}HC1:def 温{terminator}"));

    [Fact]
    public void The_longest_code_is_taken_and_a_longer_one_thrown_away_whole()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: false);
        string longest = new('A', ScannedCode.MaximumCharacters);
        Assert.Equal([longest, "next"], Feed(assembler, $"{longest}\r{longest}B\r{new string('C', 100_000)}\rnext\r"));
        Assert.Equal(2, assembler.ThrownAway);
    }

    [Fact]
    public void A_pause_throws_away_what_was_begun()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: false);
        Assert.Empty(Feed(assembler, "half of"));
        _now += TimeSpan.FromSeconds(1);
        Assert.Null(assembler.Pause(_now));
        Assert.Equal(["whole"], Feed(assembler, "whole\r"));
        Assert.Equal(1, assembler.ThrownAway);
    }

    [Fact]
    public void A_pause_completes_a_code_where_the_scanner_sends_no_terminator()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: true);
        Assert.Empty(Feed(assembler, "XK1:abc"));
        _now += TimeSpan.FromSeconds(0.9);
        Assert.Null(assembler.Pause(_now));
        _now += TimeSpan.FromSeconds(0.1);
        Assert.Equal("XK1:abc", assembler.Pause(_now));
        Assert.Null(assembler.Pause(_now));
    }

    [Fact]
    public void A_code_with_a_hole_in_it_is_no_code()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: false);
        Feed(assembler, "XK1:a");
        assembler.Spoil(_now);
        Assert.Equal(["next"], Feed(assembler, "c\rnext\r"));
    }

    [Fact]
    public void A_hole_before_the_first_byte_spoils_what_follows()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: false);
        _now += TimeSpan.FromHours(1);
        assembler.Spoil(_now);
        Assert.Equal(["next"], Feed(assembler, "rest\rnext\r"));
    }

    [Fact]
    public void What_is_no_utf8_is_no_code()
    {
        CodeAssembler assembler = new(TimeSpan.FromSeconds(1), pauseCompletes: false);
        Assert.Null(assembler.Add(0xC3, _now));
        Assert.Null(assembler.Add((byte)'\r', _now));
        Assert.Equal(1, assembler.ThrownAway);
    }

    [Fact]
    public void Terminators_alone_are_nothing() =>
        Assert.Empty(Feed(new CodeAssembler(TimeSpan.FromSeconds(1), pauseCompletes: true), "\r\n\r\n\t"));

    private List<string> Feed(CodeAssembler assembler, string text)
    {
        List<string> codes = [];
        foreach (byte next in Encoding.UTF8.GetBytes(text))
        {
            if (assembler.Add(next, _now) is { } code)
            {
                codes.Add(code);
            }
        }

        return codes;
    }
}
