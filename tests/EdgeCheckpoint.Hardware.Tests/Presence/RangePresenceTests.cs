using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Presence;

public sealed class RangePresenceTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SimulatedVl53l0x _chip;
    private readonly RangePresence _presence;

    public RangePresenceTests()
    {
        _chip = new SimulatedVl53l0x(_time);
        _presence = RangePresence.Start(new Vl53l0x(_chip), new PresenceOptions(), _time);
    }

    public void Dispose() => _presence.Dispose();

    [Fact]
    public async Task The_first_measurement_tells_that_nobody_is_there()
    {
        Assert.False(await Next(seconds: 1));
        Assert.True(_chip.PadsSet);
        Assert.Equal("", _presence.Fault);
    }

    [Fact]
    public async Task Somebody_who_comes_and_leaves_is_told_once_each()
    {
        await Next(seconds: 1);
        _chip.Millimetres = 600;
        Assert.True(await Next(seconds: 1));
        Assert.Equal(600, _presence.Millimetres);
        _chip.Millimetres = 900;
        await Nothing(seconds: 5);
        _chip.Millimetres = null;
        Assert.False(await Next(seconds: 1));
        _chip.Millimetres = 900;
        await Nothing(seconds: 5);
    }

    [Fact]
    public async Task One_odd_measurement_changes_nothing()
    {
        await Next(seconds: 1);
        for (int i = 0; i < 20; i++)
        {
            _chip.Millimetres = i % 3 == 0 ? null : 500;
            await Nothing(seconds: 0.1);
        }
    }

    [Theory]
    [InlineData("AddressNack")]
    [InlineData("Timeout")]
    [InlineData("Other")]
    public async Task A_failing_bus_leaves_presence_as_it_was_and_heals_by_itself(string fault)
    {
        await Next(seconds: 1);
        _chip.Millimetres = 500;
        Assert.True(await Next(seconds: 1));
        _chip.Broken = Enum.Parse<BusFault>(fault);
        _chip.Millimetres = null;
        await Nothing(seconds: 30);
        Assert.NotEqual("", _presence.Fault);
        _chip.Broken = BusFault.None;
        Assert.False(await Next(seconds: 3));
        Assert.Equal("", _presence.Fault);
    }

    [Fact]
    public async Task A_measurement_that_never_ends_is_begun_anew()
    {
        _chip.Stuck = true;
        await Nothing(seconds: 5);
        Assert.Contains("does not finish", _presence.Fault, StringComparison.Ordinal);
        _chip.Stuck = false;
        Assert.False(await Next(seconds: 3));
    }

    [Fact]
    public async Task A_chip_that_is_not_there_is_named()
    {
        _chip.Broken = BusFault.AddressNack;
        await Nothing(seconds: 1);
        Assert.Contains("no VL53L0X answers", _presence.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_ends_the_reading()
    {
        _presence.Dispose();
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await _presence.ReadAsync(CancellationToken.None));
    }

    private async Task<bool> Next(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        SiteInput input = await _presence.ReadAsync(patience.Token);
        Assert.Equal(SiteSignal.Presence, input.Signal);
        return input.Active;
    }

    private async Task Nothing(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        using CancellationTokenSource now = new();
        ValueTask<SiteInput> reading = _presence.ReadAsync(now.Token);
        Assert.False(reading.IsCompleted);
        await now.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }
}
