using EdgeCheckpoint.Testing;
using Xunit.Abstractions;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

public sealed class KillTests(ITestOutputHelper output)
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Every_decision_is_in_the_store_once_and_in_order_though_everything_is_killed()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(6), TimeProvider.System);
        var torture = new KillTorture(new KillOptions(), static _ => { });
        LedgerResult result = await torture.RunAsync(deadline.Token);
        output.WriteLine($"{torture.BrokerKills} broker, {torture.KioskKills} kiosk, {torture.DistrictKills} district kills: {result}");
        Assert.True(result.IsClean, $"seed {new KillOptions().Seed}: {result}");
        Assert.InRange(result.Decided, 9_000, 10_000);
    }
}
