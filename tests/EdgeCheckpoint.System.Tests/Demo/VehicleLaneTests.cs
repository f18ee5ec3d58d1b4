using System.Net.Http.Headers;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.SystemTests.Demo;

/// <summary>A lane for vehicles from outside: kiosk, broker and district as processes of their own, codes before the camera, people before the sensor.</summary>
public sealed class VehicleLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [NeedsFact(program: "mosquitto ffmpeg", library: "libcheckpoint_vision.so libmosquitto.so.1")]
    public async Task A_truck_with_driver_and_passenger_passes_as_one()
    {
        Assert.True(ServiceFiles.TryFind(Path.Combine(Repository.Root, "src"), out ServiceFiles files, out string fault), fault);
        TimeProvider time = TimeProvider.System;
        await using DemoSite site = await DemoSite.StartAsync(files, new DemoOptions(), static _ => { }, time, CancellationToken.None);
        await site.Kiosk.DisposeAsync();
        await site.StartKioskAsync(
            CancellationToken.None,
            "lane:vehicles=true", "lane:name=货车道", "lane:direction=out", "lane:vehicleTimeoutSeconds=120", "lane:codeTimeoutSeconds=30", "rules:policy=highway-lane");
        await using var screen = new ScreenListener(site.Kiosk.Address, time);
        await Shown("idle");

        await ComesAsync();
        site.Hold(site.Wallet.Text(DemoCode.Freight));
        Assert.NotNull(await screen.WaitAsync(static v => v.HasPlate, Patience, CancellationToken.None));
        site.Hold(site.Wallet.Text(DemoCode.Green));
        await Shown("vehicle");
        await TellAsync("""{"people":2}""");
        await ComesAsync();
        site.Hold(site.Wallet.Text(DemoCode.Green));
        ShownView decided = await screen.WaitAsync(static v => v.Verdict is not null, Patience, CancellationToken.None) ?? screen.View;
        Assert.Equal(Words.Of(Verdict.Pass), decided.Verdict);

        using var district = new DistrictReader(site.District.Address, time);
        IReadOnlyList<StoredLine> stored = await district.WaitForScansAsync(1, Patience, CancellationToken.None);
        StoredLine scan = Assert.Single(stored, static l => l.Kind == "scan");
        Assert.Equal(Words.Of(Verdict.Pass), scan.Verdict);

        async Task Shown(string page) =>
            Assert.True(await screen.WaitAsync(v => v.Page == page, Patience, CancellationToken.None) is not null, $"the screen shows {screen.View} and not {page}");

        // Whoever was there leaves, and the next one comes; on a slow machine the gap may be too short to be seen, and is made again.
        async Task ComesAsync()
        {
            ShownView? shown = null;
            for (int attempt = 0; attempt < 10 && shown is null; attempt++)
            {
                site.Hold("");
                site.Stage(new StagedSite());
                await Task.Delay(TimeSpan.FromSeconds(1.5), time, CancellationToken.None);
                site.Stage(new StagedSite { People = [new StagedPerson()] });
                shown = await screen.WaitAsync(static v => v.Page == "read-code", TimeSpan.FromSeconds(8), CancellationToken.None);
            }

            Assert.True(shown is not null, $"nobody was measured; the screen shows {screen.View}");
        }

        async Task TellAsync(string json)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Kiosk.Address, "/vehicle"))
            {
                Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            };
            request.Headers.Add("Origin", site.Kiosk.Address.GetLeftPart(UriPartial.Authority));
            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }
    }
}
