using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.KioskTests.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Visitors;

[Collection(ChromiumCollection.Name)]
public sealed class VisitorPageTests(Chromium chromium) : IEventRecorder, IDisposable
{
    private const string Library = "libcheckpoint_vision.so";

    private readonly TemporaryFolder _folder = new();
    private readonly ECDiffieHellman _district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<CheckpointEvent> _taken = [];
    private readonly ConcurrentQueue<Prompt?> _told = new();

    [NeedsFact(program: "chromium", library: Library)]
    public async Task A_visitor_finds_the_form_fills_it_in_and_is_registered()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await Keep(page, "idle-with-code");
        await page.ClickAsync("#visitor");
        await page.FillAsync("#name", "韩梅梅");
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("请检查所填内容");
        Assert.Equal("true", await page.GetAttributeAsync("#phone", "aria-invalid"));
        await Keep(page, "visitor");
        await page.FillAsync("#phone", "13900000000");
        await page.FillAsync("#visiting", "物业");
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("已登记");
        VisitorEvent data = Assert.IsType<VisitorEvent>(Assert.Single(_taken));
        Assert.True(SealedBox.TryOpen(Convert.FromBase64String(data.Sealed), _district, out _));
        Assert.Equal("", await page.InputValueAsync("#name"));

        // The kiosk knew all the while that somebody writes, and so asked for no code.
        Assert.Null(_told.First());
        Assert.Equal([Prompt.VisitorIncomplete, Prompt.VisitorRegistered], _told.OfType<Prompt>());
    }

    [NeedsTheory(program: "chromium", library: Library)]
    [InlineData(480, 320)]
    [InlineData(320, 480)]
    [InlineData(800, 480)]
    [InlineData(1280, 720)]
    [InlineData(1080, 1920)]
    public async Task Form_buttons_and_answers_fit_every_screen(int width, int height)
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host, width, height);
        await page.GotoAsync(new Uri(host.Address, "visitor").ToString());
        await Assertions.Expect(page.Locator("#send")).ToContainTextAsync("登记");
        await FitsAsync("before anything is sent");
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "incomplete");
        await FitsAsync("with fields to check");
        await page.RouteAsync("**/visitor", static route => route.AbortAsync());
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "unable");
        await FitsAsync("with no answer from the kiosk");

        async Task FitsAsync(string when)
        {
            int[] size = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]");
            Assert.True(size[0] <= width && size[1] <= height, $"{when} the form takes {size[0]} x {size[1]}");
        }
    }

    [NeedsFact(program: "chromium", library: Library)]
    public async Task A_finger_gets_keys_to_write_with_and_a_mouse_none()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host, 480, 320);
        await page.GotoAsync(new Uri(host.Address, "visitor").ToString());
        await page.ClickAsync("#plate");
        await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();
        await TouchAsync("plate");
        foreach (string key in new[] { "苏", "B", "1" })
        {
            await page.ClickAsync($"#pad button:text-is('{key}')");
        }

        Assert.True(await page.EvaluateAsync<bool>(
            "() => document.getElementById('plate').getBoundingClientRect().bottom <= document.getElementById('keys').getBoundingClientRect().top + 1"), "the keys cover the field");
        Assert.Equal("苏B1", await page.InputValueAsync("#plate"));
        await TouchAsync("people");
        await page.ClickAsync("#pad button:text-is('3')");
        Assert.Equal("3", await page.InputValueAsync("#people"));
        await page.ClickAsync("#pad button:text-is('完成')");
        await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();

        Task TouchAsync(string field) => page.DispatchEventAsync("#" + field, "pointerdown", new { pointerType = "touch", bubbles = true });
    }

    [NeedsFact(program: "chromium npm", library: Library)]
    public async Task Axe_finds_nothing_serious_on_the_form_and_the_idle_page_with_its_code()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host);
        string rules = await AxeTests.RulesAsync();
        await page.EvaluateAsync(rules);
        Assert.Empty(await AxeTests.SeriousAsync(page));
        await page.GotoAsync(new Uri(host.Address, "visitor").ToString());
        await Assertions.Expect(page.Locator("#send")).ToBeVisibleAsync();
        await page.EvaluateAsync(rules);
        Assert.Empty(await AxeTests.SeriousAsync(page));
    }

    [NeedsFact(program: "chromium", library: Library)]
    public async Task An_emergency_takes_the_form_away()
    {
        await using ScreenHost host = await StartAsync();
        IPage page = await chromium.OpenAsync(host);
        await page.ClickAsync("#visitor");
        await Assertions.Expect(page.Locator("#send")).ToBeVisibleAsync();
        host.Hub.Show(ScreenStates.All["emergency"]);
        await page.WaitForFunctionAsync("() => document.body.dataset.page === 'emergency'");
    }

    [NeedsFact(library: Library)]
    public async Task Only_the_kiosks_own_form_may_write()
    {
        await using ScreenHost host = await StartAsync();
        using var client = new HttpClient();
        string own = host.Address.GetLeftPart(UriPartial.Authority);
        const string form = """{"name":"A","phone":"13900000000","visiting":"B"}""";
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, host, form, "http://evil.example", null));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, host, form, "", null));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, host, form, own, "evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, host, form, own, null, "text/plain"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(client, host, $$"""{"name":"{{new string('A', 5_000)}}"}""", own, null));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, host, "[1,2]", own, null));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, host, """{"name":null}""", own, null));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, host, "null", own, null));
        Assert.Empty(_taken);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, host, form, own, null));
        Assert.Single(_taken);
    }

    public bool TryRecord(CheckpointEvent data)
    {
        _taken.Add(data);
        return true;
    }

    public void Dispose()
    {
        _district.Dispose();
        _folder.Dispose();
    }

    private Task<ScreenHost> StartAsync()
    {
        File.WriteAllText(_folder.File("district.pem"), _district.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(_folder.File("secret"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var options = new VisitorOptions
        {
            DistrictKeyFile = _folder.File("district.pem"), Folder = _folder.File("visitors"), SiteCodeSecretFile = _folder.File("secret"),
        };
        return ScreenHost.StartAsync(map: (app, hub) =>
            app.MapVisitors(hub, options, ScreenHost.Site(), new Site("wx01", "gate-3", "ecp-0042"), this, static () => ClockState.Synced,
                (told, _) =>
                {
                    _told.Enqueue(told);
                    return ValueTask.CompletedTask;
                }));
    }

    private static async Task<HttpStatusCode> PostAsync(
        HttpClient client, ScreenHost host, string body, string origin, string? name, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "visitor"))
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)),
        };
        request.Headers.Host = name;
        if (origin.Length > 0)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Keeps a picture for looking at, at both orientations, where SCREEN_PICTURES names a folder.</summary>
    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREEN_PICTURES") is not { } folder)
        {
            return;
        }

        foreach ((int width, int height) in new[] { (1920, 1080), (1080, 1920), (480, 320) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.WaitForTimeoutAsync(500);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}x{height}.png") });
        }

        await page.SetViewportSizeAsync(1280, 720);
    }
}
