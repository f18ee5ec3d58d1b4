using EdgeCheckpoint.Hardware.Gpio;

namespace EdgeCheckpoint.Hardware.Tests.Gpio;

/// <summary>What every chip of lines keeps. The lines 0 and 1, 2 and 3, 4 and 5 of the bench are connected by wires.</summary>
public abstract class GpioContract : IDisposable
{
    private readonly IGpioChip _chip;

    protected GpioContract(IGpioChip chip) => _chip = chip;

    public virtual void Dispose() => _chip.Dispose();

    /// <summary>Number on the chip of a line of the bench.</summary>
    protected virtual int Line(int bench) => bench;

    [Fact]
    public void An_input_sees_what_the_output_at_the_other_end_drives()
    {
        using IGpioLines output = Output(0);
        using IGpioLines input = Input(edges: false, 1);
        foreach (bool active in (bool[])[true, false, true])
        {
            Assert.Equal(GpioFault.None, output.Set(active ? 1UL : 0, 1));
            Assert.Equal(GpioFault.None, input.Get(out ulong levels));
            Assert.Equal(active ? 1UL : 0, levels);
        }
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void Active_low_turns_levels_over_at_either_end(bool outputLow, bool inputLow, bool turned)
    {
        using IGpioLines output = Take(new GpioRequest("bench", Output: true, [new GpioLine(Line(0), outputLow)]));
        using IGpioLines input = Take(new GpioRequest("bench", Output: false, [new GpioLine(Line(1), inputLow)]));
        output.Set(1, 1);
        input.Get(out ulong levels);
        Assert.Equal(turned ? 0UL : 1UL, levels);
    }

    [Fact]
    public void An_output_has_its_first_level_from_the_first_moment()
    {
        using IGpioLines input = Input(edges: true, 1);
        using IGpioLines output = Take(new GpioRequest("bench", Output: true, [new GpioLine(Line(0), ActiveLow: true, Active: false)]));
        input.Get(out ulong levels);
        Assert.Equal(1UL, levels);
        GpioEdge[] edges = Edges(input, 2);
        Assert.Equal([true], edges.Select(static edge => edge.Active));
    }

    [Fact]
    public void Lines_change_only_under_the_mask()
    {
        using IGpioLines outputs = Output(0, 2, 4);
        using IGpioLines inputs = Input(edges: false, 1, 3, 5);
        outputs.Set(0b111, 0b111);
        outputs.Set(0b000, 0b010);
        inputs.Get(out ulong levels);
        Assert.Equal(0b101UL, levels);
        outputs.Get(out ulong own);
        Assert.Equal(0b101UL, own);
    }

    [Fact]
    public void Changes_come_in_order_with_rising_times_and_numbers()
    {
        using IGpioLines outputs = Output(0, 2);
        using IGpioLines inputs = Input(edges: true, 1, 3);
        outputs.Set(0b01, 0b01);
        outputs.Set(0b10, 0b10);
        outputs.Set(0b00, 0b01);
        GpioEdge[] edges = Edges(inputs, 3);
        Assert.Equal([(0, true), (1, true), (0, false)], edges.Select(static edge => (edge.Index, edge.Active)));
        Assert.Equal([1u, 2u, 3u], edges.Select(static edge => edge.Sequence));
        Assert.True(edges[0].Time <= edges[1].Time && edges[1].Time <= edges[2].Time);
        Assert.True(edges[0].Time > TimeSpan.Zero);
    }

    [Fact]
    public void Without_a_change_a_wait_ends_by_itself()
    {
        using IGpioLines input = Input(edges: true, 1);
        Assert.Equal(GpioFault.None, input.Wait(new GpioEdge[4], 20, out int count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_short_contact_is_not_a_change_when_debounced_and_a_long_one_is()
    {
        using IGpioLines output = Output(0);
        using IGpioLines input = Take(new GpioRequest("bench", Output: false, [new GpioLine(Line(1))]) { Edges = true, Debounce = TimeSpan.FromMilliseconds(300) });
        output.Set(1, 1);
        output.Set(0, 1);
        Assert.Empty(Edges(input, 1, milliseconds: 600));
        output.Set(1, 1);
        Assert.Equal([true], Edges(input, 1, milliseconds: 5000).Select(static edge => edge.Active));
    }

    [Fact]
    public void A_line_has_one_owner()
    {
        using IGpioLines owner = Output(0);
        Assert.Equal(GpioFault.Busy, _chip.Request(new GpioRequest("other", Output: false, [new GpioLine(Line(0))]), out IGpioLines? second));
        Assert.Null(second);
    }

    [Fact]
    public void A_line_given_back_can_be_taken_again()
    {
        Output(0).Dispose();
        Output(0).Dispose();
    }

    [Fact]
    public void A_request_that_fails_takes_none_of_its_lines()
    {
        using (IGpioLines owner = Output(2))
        {
            Assert.Equal(GpioFault.Busy, _chip.Request(new GpioRequest("other", Output: true, [new GpioLine(Line(0)), new GpioLine(Line(2))]), out _));
        }

        Output(0).Dispose();
    }

    [Fact]
    public void Lines_that_are_not_there_are_absent()
    {
        Assert.Equal(GpioFault.Absent, _chip.Request(new GpioRequest("bench", Output: true, [new GpioLine(9999)]), out _));
        Assert.Equal(GpioFault.Absent, _chip.Find("NO-SUCH-LINE", out int offset));
        Assert.Equal(-1, offset);
    }

    [Fact]
    public void A_pull_decides_the_level_of_a_line_nobody_drives()
    {
        using IGpioLines up = Take(new GpioRequest("bench", Output: false, [new GpioLine(Line(0), Bias: GpioBias.PullUp)]));
        up.Get(out ulong high);
        up.Dispose();
        using IGpioLines down = Take(new GpioRequest("bench", Output: false, [new GpioLine(Line(0), Bias: GpioBias.PullDown)]));
        down.Get(out ulong low);
        Assert.Equal((1UL, 0UL), (high, low));
    }

    [Fact]
    public void Inputs_cannot_be_driven()
    {
        using IGpioLines input = Input(edges: false, 1);
        Assert.NotEqual(GpioFault.None, input.Set(1, 1));
    }

    private IGpioLines Output(params int[] bench) => Take(new GpioRequest("bench", Output: true, [.. bench.Select(line => new GpioLine(Line(line)))]));

    private IGpioLines Input(bool edges, params int[] bench) =>
        Take(new GpioRequest("bench", Output: false, [.. bench.Select(line => new GpioLine(Line(line)))]) { Edges = edges });

    private IGpioLines Take(GpioRequest request)
    {
        Assert.Equal(GpioFault.None, _chip.Request(request, out IGpioLines? lines));
        return lines!;
    }

    /// <summary>Waits until so many changes came, or it is quiet for a while.</summary>
    private static GpioEdge[] Edges(IGpioLines lines, int wanted, int milliseconds = 500)
    {
        List<GpioEdge> all = [];
        GpioEdge[] some = new GpioEdge[8];
        int count = 1;
        while (all.Count < wanted && count > 0)
        {
            Assert.Equal(GpioFault.None, lines.Wait(some, milliseconds, out count));
            all.AddRange(some[..count]);
        }

        return [.. all];
    }
}
