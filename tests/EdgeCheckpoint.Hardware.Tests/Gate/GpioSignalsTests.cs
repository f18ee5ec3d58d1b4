using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

public sealed class GpioSignalsTests : IDisposable
{
    private const int Buzzer = 5;

    private readonly ManualTime _time = new();
    private readonly SimulatedGpioChip _chip;

    public GpioSignalsTests() => _chip = new SimulatedGpioChip(8, _time);

    public void Dispose() => _chip.Dispose();

    [Theory]
    [InlineData(SignalAspect.Dark, "")]
    [InlineData(SignalAspect.Ready, "")]
    [InlineData(SignalAspect.Busy, "white")]
    [InlineData(SignalAspect.Go, "green")]
    [InlineData(SignalAspect.Refer, "amber")]
    [InlineData(SignalAspect.Stop, "red")]
    [InlineData(SignalAspect.OutOfService, "amber red")]
    public void An_aspect_lights_its_lamps_and_no_other(SignalAspect aspect, string lamps)
    {
        using GpioSignals signals = Open();
        signals.Show(SignalAspect.Go);
        Assert.Equal(OutputFault.None, signals.Show(aspect));
        string[] names = ["green", "amber", "red", "white"];
        Assert.Equal(lamps, string.Join(' ', names.Where((_, i) => _chip.IsHigh(i + 1))));
    }

    [Theory]
    [InlineData(BuzzerPattern.Accept, "120")]
    [InlineData(BuzzerPattern.Refer, "120 -120 120")]
    [InlineData(BuzzerPattern.Refuse, "700")]
    public void A_pattern_has_its_rhythm_and_ends(BuzzerPattern pattern, string rhythm)
    {
        using GpioSignals signals = Open();
        signals.Sound(pattern);
        Assert.Equal(rhythm, Record(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_alarm_sounds_until_it_is_silenced()
    {
        using GpioSignals signals = Open();
        signals.Sound(BuzzerPattern.Alarm);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotEqual("", Record(TimeSpan.FromSeconds(3)));
        signals.Sound(BuzzerPattern.Silent);
        Assert.Equal("", Record(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void No_lamp_is_lit_and_nothing_sounds_after_the_end()
    {
        GpioSignals signals = Open();
        signals.Show(SignalAspect.OutOfService);
        signals.Sound(BuzzerPattern.Alarm);
        signals.Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(true, Enumerable.Range(0, 8).Select(_chip.IsHigh));
        Assert.Equal(OutputFault.Closed, signals.Show(SignalAspect.Go));
        Assert.Equal(OutputFault.Closed, signals.Sound(BuzzerPattern.Alarm));
    }

    [Fact]
    public void A_kiosk_without_lamps_takes_every_command()
    {
        Assert.Equal(GpioFault.None, GpioSignals.Open(_chip, new SignalOptions(), _time, out GpioSignals? signals));
        using (signals)
        {
            Assert.Equal(OutputFault.None, signals!.Show(SignalAspect.Stop));
            Assert.Equal(OutputFault.None, signals.Sound(BuzzerPattern.Refuse));
        }
    }

    private GpioSignals Open()
    {
        SignalOptions options = new()
        {
            Green = new LineOptions { Line = "1" },
            Amber = new LineOptions { Line = "2" },
            Red = new LineOptions { Line = "3" },
            White = new LineOptions { Line = "4" },
            Buzzer = new LineOptions { Line = "5" },
        };
        Assert.Equal(GpioFault.None, GpioSignals.Open(_chip, options, _time, out GpioSignals? signals));
        return signals!;
    }

    /// <summary>Milliseconds of sound, and of silence as negative numbers, without the silence at the end.</summary>
    private string Record(TimeSpan duration)
    {
        List<int> spans = [];
        bool sounding = _chip.IsHigh(Buzzer);
        int length = 0;
        for (int passed = 0; passed < duration.TotalMilliseconds; passed += 10)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            length += 10;
            if (_chip.IsHigh(Buzzer) != sounding)
            {
                spans.Add(sounding ? length : -length);
                sounding = !sounding;
                length = 0;
            }
        }

        return string.Join(' ', spans);
    }
}
