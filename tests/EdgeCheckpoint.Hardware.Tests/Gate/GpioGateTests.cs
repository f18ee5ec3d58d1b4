using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

public sealed class GpioGateTests : IDisposable
{
    private const int Relay = 3;

    private readonly ManualTime _time = new();
    private readonly SimulatedGpioChip _chip;

    public GpioGateTests() => _chip = new SimulatedGpioChip(8, _time);

    public void Dispose() => _chip.Dispose();

    [Fact]
    public void A_pulse_is_as_long_as_configured_and_the_gate_counts_as_open_until_its_time_is_over()
    {
        using GpioGate gate = Open(RelayMode.Pulse, SafeState.Open);
        Assert.False(_chip.IsHigh(Relay));
        Assert.Equal(OutputFault.None, gate.Open());
        Assert.True(_chip.IsHigh(Relay));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.True(_chip.IsHigh(Relay));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_chip.IsHigh(Relay));
        Assert.Equal(GatePosition.Open, gate.Position);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(GatePosition.Barred, gate.Position);
    }

    [Theory]
    [InlineData(SafeState.Open)]
    [InlineData(SafeState.Barred)]
    public void Held_gates_bar_again_by_themselves(SafeState safe)
    {
        bool barred = safe == SafeState.Open;
        using GpioGate gate = Open(RelayMode.Hold, safe);
        Assert.Equal(barred, _chip.IsHigh(Relay));
        gate.Open();
        Assert.Equal(!barred, _chip.IsHigh(Relay));
        _time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.Equal(!barred, _chip.IsHigh(Relay));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(barred, _chip.IsHigh(Relay));
        Assert.Equal(GatePosition.Barred, gate.Position);
    }

    [Fact]
    public void Opening_again_begins_the_time_anew()
    {
        using GpioGate gate = Open(RelayMode.Hold, SafeState.Barred);
        gate.Open();
        _time.Advance(TimeSpan.FromSeconds(6));
        gate.Open();
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(GatePosition.Open, gate.Position);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(GatePosition.Barred, gate.Position);
    }

    [Theory]
    [InlineData(RelayMode.Pulse, SafeState.Open)]
    [InlineData(RelayMode.Pulse, SafeState.Barred)]
    [InlineData(RelayMode.Hold, SafeState.Open)]
    [InlineData(RelayMode.Hold, SafeState.Barred)]
    public void Whatever_it_was_doing_the_relay_has_no_current_after_the_end(RelayMode mode, SafeState safe)
    {
        foreach (Action<GpioGate> doing in (Action<GpioGate>[])[static _ => { }, static gate => gate.Open(), static gate => gate.Release(), static gate => gate.Bar()])
        {
            List<bool> driven = [];
            GpioGate gate = Open(mode, safe);
            doing(gate);
            void Watch(int line, bool high) => driven.Add(high);
            _chip.Driven += Watch;
            gate.Dispose();
            _chip.Driven -= Watch;
            Assert.False(driven[0]);
            Assert.False(_chip.IsTaken(Relay));
            Assert.Equal(OutputFault.Closed, gate.Open());
            Assert.Equal(OutputFault.Closed, gate.Bar());
        }
    }

    [Fact]
    public void An_active_low_relay_has_its_coil_without_current_at_high_voltage()
    {
        using GpioGate gate = Open(RelayMode.Hold, SafeState.Barred, activeLow: true);
        Assert.True(_chip.IsHigh(Relay));
        gate.Open();
        Assert.False(_chip.IsHigh(Relay));
    }

    [Fact]
    public void A_release_lasts_until_it_is_barred()
    {
        using GpioGate gate = Open(RelayMode.Pulse, SafeState.Open);
        gate.Open();
        gate.Release();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(GatePosition.Released, gate.Position);
        Assert.True(_chip.IsHigh(Relay));
        gate.Open();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(_chip.IsHigh(Relay));
        gate.Bar();
        Assert.False(_chip.IsHigh(Relay));
    }

    [Fact]
    public void The_emergency_input_cannot_be_overruled()
    {
        using GpioGate gate = Open(RelayMode.Hold, SafeState.Open);
        gate.Emergency(active: true);
        Assert.False(_chip.IsHigh(Relay));
        Assert.Equal(OutputFault.Held, gate.Bar());
        gate.Open();
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(_chip.IsHigh(Relay));
        gate.Emergency(active: false);
        Assert.Equal(GatePosition.Released, gate.Position);
        Assert.Equal(OutputFault.None, gate.Bar());
        Assert.True(_chip.IsHigh(Relay));
    }

    [Fact]
    public void A_failing_chip_is_a_fault_and_the_next_command_tries_again()
    {
        using GpioGate gate = Open(RelayMode.Hold, SafeState.Barred);
        _chip.Broken = GpioFault.Failed;
        Assert.Equal(OutputFault.Failed, gate.Open());
        Assert.Equal(GatePosition.Barred, gate.Position);
        _chip.Broken = GpioFault.None;
        Assert.Equal(OutputFault.None, gate.Open());
        Assert.Equal(GatePosition.Open, gate.Position);
    }

    [Theory]
    [InlineData(RelayMode.Pulse, SafeState.Open)]
    [InlineData(RelayMode.Pulse, SafeState.Barred)]
    [InlineData(RelayMode.Hold, SafeState.Open)]
    [InlineData(RelayMode.Hold, SafeState.Barred)]
    public void No_story_bars_the_gate_in_an_emergency_or_leaves_it_open_without_a_reason(RelayMode mode, SafeState safe)
    {
        const int Seed = 20261121;
        Random random = new(Seed);
        GateOptions options = new() { Mode = mode, Safe = safe };
        for (int story = 0; story < 200; story++)
        {
            using GpioGate gate = Open(mode, safe);
            bool emergency = false;
            bool released = false;
            TimeSpan sinceOpened = TimeSpan.FromDays(1);
            for (int step = 0; step < 40; step++)
            {
                switch (random.Next(6))
                {
                    case 0:
                        gate.Open();
                        sinceOpened = TimeSpan.Zero;
                        break;
                    case 1:
                        released &= gate.Bar() != OutputFault.None;
                        sinceOpened = TimeSpan.FromDays(1);
                        break;
                    case 2:
                        gate.Release();
                        released = true;
                        break;
                    case 3:
                        emergency = !emergency;
                        gate.Emergency(emergency);
                        released |= emergency;
                        break;
                    default:
                        TimeSpan passed = TimeSpan.FromMilliseconds(random.Next(6000));
                        _time.Advance(passed);
                        sinceOpened += passed;
                        break;
                }

                string where = $"seed {Seed}, story {story}, step {step}";
                Assert.True(!emergency || gate.Position == GatePosition.Released, where);
                Assert.True(released == (gate.Position == GatePosition.Released), where);
                Assert.True(!released || _chip.IsHigh(Relay) == options.Energised(open: true), where);
                Assert.True(released || sinceOpened < TimeSpan.FromSeconds(8) || _chip.IsHigh(Relay) == options.Energised(open: false), where);
            }
        }
    }

    private GpioGate Open(RelayMode mode, SafeState safe, bool activeLow = false)
    {
        GateOptions options = new() { Relay = new LineOptions { Line = "GPIO3", ActiveLow = activeLow }, Mode = mode, Safe = safe };
        Assert.Equal(GpioFault.None, GpioGate.Open(_chip, options, _time, out GpioGate? gate));
        return gate!;
    }
}
