using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>What a driver tells on the touch screen, from the finger to the machine's input.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class VehiclePageTests(Chromium chromium)
{
    private readonly List<MachineInput> _told = [];

    [NeedsFact(program: "chromium")]
    public async Task The_number_of_people_and_that_it_is_everybody_are_told_by_a_finger()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host, 480, 320);
        await Chromium.ShowAsync(host, page, ScreenStates.All["vehicle-people"]);
        await page.ClickAsync("#people button:nth-child(3)");
        await page.ClickAsync("#everybody");
        await ToldAsync(2);
        Assert.Equal([3, null], _told.Cast<OccupantsTold>().Select(static t => t.People));
        await Chromium.ShowAsync(host, page, ScreenStates.All["vehicle-next"]);
        await Assertions.Expect(page.Locator("#people [aria-pressed=true]")).ToHaveTextAsync("3");
        await Assertions.Expect(page.Locator("#everybody")).ToBeHiddenAsync();
    }

    [NeedsTheory(program: "chromium")]
    [InlineData(480, 320)]
    [InlineData(1080, 1920)]
    [InlineData(1920, 1080)]
    public async Task A_plate_is_typed_without_a_keyboard(int width, int height)
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host, width, height);
        await Chromium.ShowAsync(host, page, ScreenStates.All["vehicle-plate"]);
        await page.ClickAsync("#tell-plate");
        await KeepAsync(page, $"vehicle-pad-provinces-{width}x{height}");
        await Key("苏");
        foreach (char key in "BX12345")
        {
            await Key(key.ToString());
        }

        await Key("删除");
        await KeepAsync(page, $"vehicle-pad-letters-{width}x{height}");
        double smallest = await page.EvaluateAsync<double>(
            "() => Math.min(...[...document.querySelectorAll('#pad button')].flatMap(k => { const b = k.getBoundingClientRect(); return [b.width, b.height]; }))");
        Assert.True(smallest >= 32, $"a key is only {smallest} pixels");
        await Key("完成");
        await ToldAsync(1);
        Assert.Equal("苏BX1234", Assert.IsType<PlateTold>(_told[0]).Plate);
        await Assertions.Expect(page.Locator("#plate")).ToBeHiddenAsync();

        Task Key(string text) => page.ClickAsync($"#pad button:text-is('{text}')");
    }

    [NeedsFact(program: "chromium")]
    public async Task A_plate_that_is_none_is_marked_and_the_verdict_takes_the_keyboard_away()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await Chromium.ShowAsync(host, page, ScreenStates.All["vehicle-plate"]);
        await page.ClickAsync("#tell-plate");
        await page.ClickAsync("#pad button:text-is('苏')");
        await page.ClickAsync("#pad button:text-is('完成')");
        await page.WaitForFunctionAsync("() => document.getElementById('plate-text').getAttribute('aria-invalid') === 'true'");
        Assert.Empty(_told);
        await Chromium.ShowAsync(host, page, ScreenStates.All["verdict-deny"]);
        await Assertions.Expect(page.Locator("#plate")).ToBeHiddenAsync();
        Assert.Equal("", await page.InputValueAsync("#plate-text"));
    }

    [NeedsFact(program: "chromium npm")]
    public async Task Axe_finds_nothing_serious_on_the_keyboard()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await Chromium.ShowAsync(host, page, ScreenStates.All["vehicle-plate"]);
        await page.ClickAsync("#tell-plate");
        await page.EvaluateAsync(await AxeTests.RulesAsync());
        Assert.Empty(await AxeTests.SeriousAsync(page));
    }

    [Theory]
    [InlineData("""{"people":2}""", true, HttpStatusCode.NoContent)]
    [InlineData("""{"people":2}""", false, HttpStatusCode.Forbidden)]
    [InlineData("""{"people":0}""", true, HttpStatusCode.BadRequest)]
    [InlineData("""{"people":2,"everybody":true}""", true, HttpStatusCode.BadRequest)]
    [InlineData("""{"gate":"open"}""", true, HttpStatusCode.BadRequest)]
    [InlineData("[", true, HttpStatusCode.BadRequest)]
    public async Task Only_the_own_page_may_tell_and_only_what_is_asked(string json, bool own, HttpStatusCode expected)
    {
        await using ScreenHost host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/vehicle")
        {
            Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Origin", own ? host.Address.GetLeftPart(UriPartial.Authority) : "http://elsewhere.example");
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NoContent ? 1 : 0, _told.Count);
    }

    [Fact]
    public async Task A_lane_for_people_on_foot_has_no_such_address()
    {
        await using ScreenHost host = await StartAsync(vehicles: false);
        using var client = new HttpClient { BaseAddress = host.Address };
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/vehicle", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<ScreenHost> StartAsync(bool vehicles = true) => ScreenHost.StartAsync(
        map: (app, _) => app.MapVehicle(new VehicleDesk(vehicles, TakeAsync, TimeProvider.System)));

    private ValueTask TakeAsync(MachineInput input, CancellationToken cancellationToken)
    {
        lock (_told)
        {
            _told.Add(input);
        }

        return ValueTask.CompletedTask;
    }

    private async Task ToldAsync(int count)
    {
        for (int i = 0; i < 2_000; i++)
        {
            lock (_told)
            {
                if (_told.Count >= count)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        Assert.Fail($"{count} things should have been told");
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREEN_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
