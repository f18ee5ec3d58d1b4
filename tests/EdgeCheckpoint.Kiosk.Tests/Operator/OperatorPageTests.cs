using System.Net;
using System.Net.Sockets;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Operator;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.KioskTests.Screen;
using EdgeCheckpoint.Testing;
using Microsoft.Playwright;

namespace EdgeCheckpoint.KioskTests.Operator;

[Collection(ChromiumCollection.Name)]
public sealed class OperatorPageTests : IEventRecorder, IDisposable
{
    private const string Pin = "135790";

    private static readonly string Hash = PinHash.Of(Pin);

    private readonly Chromium _chromium;
    private readonly TemporaryFolder _folder = new();
    private readonly List<CheckpointEvent> _taken = [];
    private readonly OperatorOptions _options;
    private readonly List<MachineInput> _told = [];
    private bool _vehicles;
    private OperatorDesk? _desk;

    public OperatorPageTests(Chromium chromium)
    {
        _chromium = chromium;
        _options = new OperatorOptions { Enabled = true, Port = FreePort(), Pins = new() { ["07"] = Hash }, StateFile = _folder.File("state.json") };
    }

    private string Address => $"http://127.0.0.1:{_options.Port}/operator";

    [NeedsFact(program: "chromium")]
    public async Task An_operator_signs_in_takes_the_shift_and_rechecks_a_referred_person()
    {
        await using ScreenHost host = await StartAsync();
        _desk!.Refer(new ReferredScan(41, TimeProvider.System.GetUtcNow(), [Reasons.TemperatureElevated]));
        IPage page = await _chromium.OpenAsync(host);
        await SignInAsync(page);
        await page.ClickAsync("button[value=take]");
        await Assertions.Expect(page.Locator(".good")).ToHaveTextAsync("已记录");
        await page.FillAsync("[name=celsius]", "37,9");
        await page.SelectOptionAsync("[name=disposition]", "sent-to-care");
        await page.ClickAsync("form[action$=recheck] button");
        await Assertions.Expect(page.GetByText("没有人等待复测")).ToBeVisibleAsync();
        Assert.Equal([SignedIn("pin"), new ShiftEvent("taken", "07"), new RecheckEvent(41, 37.9, "sent-to-care", "07")], _taken);
        await page.ClickAsync("form[action$=sign-out] button");
        await Assertions.Expect(page.Locator("[name=pin]")).ToBeVisibleAsync();
    }

    [NeedsFact(program: "chromium npm")]
    public async Task Axe_finds_nothing_serious_for_operators()
    {
        string rules = await AxeTests.RulesAsync();
        await using ScreenHost host = await StartAsync();
        _desk!.Refer(new ReferredScan(41, TimeProvider.System.GetUtcNow(), [Reasons.TemperatureElevated]));
        IPage page = await _chromium.OpenAsync(host);
        await page.GotoAsync(Address);
        await page.EvaluateAsync(rules);
        Assert.Empty(await AxeTests.SeriousAsync(page));
        await SignInAsync(page);
        await page.EvaluateAsync(rules);
        Assert.Empty(await AxeTests.SeriousAsync(page));
        if (Environment.GetEnvironmentVariable("SCREEN_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "operator.png"), FullPage = true });
        }
    }

    [Fact]
    public async Task Each_port_has_its_own_pages_and_no_other()
    {
        await using ScreenHost host = await StartAsync();
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(client, new Uri(host.Address, "operator")));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(client, host.Address));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(client, new Uri(Address)));
        foreach (string path in new[] { "/", "/events", "/setup.json", "/assets/screen.js" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await GetAsync(client, new Uri(new Uri(Address), path)));
        }
    }

    [Fact]
    public async Task A_foreign_name_and_a_foreign_form_get_nothing()
    {
        await using ScreenHost host = await StartAsync();
        using var client = Client();
        using var named = new HttpRequestMessage(HttpMethod.Get, Address);
        named.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(named)).StatusCode);
        foreach (string origin in new[] { "", "http://evil.example", "null" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "sign-in", origin, ("operator", "07"), ("pin", Pin))).StatusCode);
        }
    }

    [Fact]
    public async Task Without_the_pin_nothing_is_done_and_the_cookie_is_out_of_reach()
    {
        await using ScreenHost host = await StartAsync();
        using var client = Client();
        string own = new Uri(Address).GetLeftPart(UriPartial.Authority);
        using HttpResponseMessage stranger = await PostAsync(client, "shift", own, ("action", "take"));
        Assert.Equal(HttpStatusCode.SeeOther, stranger.StatusCode);
        using HttpResponseMessage wrong = await PostAsync(client, "sign-in", own, ("operator", "07"), ("pin", "000001"));
        Assert.Equal("/operator?wrong", wrong.Headers.Location!.OriginalString);
        Assert.Empty(_taken);
        using HttpResponseMessage right = await PostAsync(client, "sign-in", own, ("operator", "07"), ("pin", Pin));
        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage taken = await PostAsync(client, "shift", own, ("action", "take"));
        Assert.Equal([SignedIn("pin"), new ShiftEvent("taken", "07")], _taken);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(client, "format-disk", own, ("x", "y"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(client, "shift", own, ("action", new string('x', 20_000)))).StatusCode);
    }

    [Fact]
    public async Task A_staff_badge_given_to_the_page_opens_it_and_nobody_elses_does()
    {
        _options.Badges = new() { ["07"] = "d1:staff-7" };
        await using ScreenHost host = await StartAsync();
        using var client = Client();
        string own = new Uri(Address).GetLeftPart(UriPartial.Authority);
        foreach (string text in new[] { "staff d1:staff-8", "personal d1:staff-7", "expired d1:staff-7", "seal d1:staff-7", "rubbish" })
        {
            using HttpResponseMessage refused = await PostAsync(client, "badge", own, ("badge", text));
            Assert.Equal("/operator?wrong", refused.Headers.Location!.OriginalString);
        }

        using HttpResponseMessage opened = await PostAsync(client, "badge", own, ("badge", "staff d1:staff-7"));
        Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Equal([SignedIn("badge")], _taken);
    }

    [NeedsFact(program: "chromium")]
    public async Task A_badge_shown_to_the_kiosks_camera_opens_the_page_on_its_own_screen_once_it_waits()
    {
        _options.Badges = new() { ["07"] = "d1:staff-7" };
        await using ScreenHost host = await StartAsync();
        IPage page = await _chromium.OpenAsync(host);
        Assert.False(_desk!.Badges!.TryTake(Prove("staff d1:staff-7")), "nobody waits for it yet");
        await page.GotoAsync(Address);
        await page.ClickAsync("form[action$=badge] button");
        await Assertions.Expect(page.GetByText("请将工作证对准摄像头")).ToBeVisibleAsync();
        Assert.False(_desk.Badges.TryTake(Prove("personal d1:staff-7")), "a person's code is no badge");
        Assert.True(_desk.Badges.TryTake(Prove("staff d1:staff-7")));
        await Assertions.Expect(page.Locator("form[action$=sign-out]")).ToBeVisibleAsync();
        Assert.Equal([SignedIn("badge")], _taken);
        Assert.False(_desk.Badges.TryTake(Prove("staff d1:staff-7")), "it opens once");
    }

    [Fact]
    public async Task Where_no_badges_are_named_none_opens_anything()
    {
        await using ScreenHost host = await StartAsync();
        using var client = Client();
        using HttpResponseMessage refused = await PostAsync(client, "badge", new Uri(Address).GetLeftPart(UriPartial.Authority), ("badge", "staff d1:staff-7"));
        Assert.Equal("/operator?wrong", refused.Headers.Location!.OriginalString);
        Assert.Null(_desk!.Badges);
        Assert.Empty(_taken);
    }

    [NeedsFact(program: "chromium")]
    public async Task Staff_tell_the_plate_and_the_people_of_the_vehicle_at_the_lane()
    {
        _vehicles = true;
        await using ScreenHost host = await StartAsync();
        IPage page = await _chromium.OpenAsync(host);
        await SignInAsync(page);
        await page.FillAsync("[name=plate]", "苏b 12345");
        await page.ClickAsync("form[action$=plate] button");
        await Assertions.Expect(page.Locator(".good")).ToBeVisibleAsync();
        await page.FillAsync("[name=people]", "3");
        await page.ClickAsync("form[action$=people] button");
        await Assertions.Expect(page.Locator(".good")).ToBeVisibleAsync();
        Assert.Equal(["苏B12345", "3"], _told.Select(static t => t is PlateTold plate ? plate.Plate : $"{((OccupantsTold)t).People}"));
    }

    [Fact]
    public async Task Off_means_off()
    {
        _options.Enabled = false;
        await using ScreenHost host = await StartAsync();
        using var client = new HttpClient();
        Assert.Null(_desk);
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(client, new Uri(host.Address, "operator")));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(Address)));
    }

    [Fact]
    public void Options_say_what_is_wrong_each_with_its_key()
    {
        Assert.Empty(new OperatorOptions().Problems());
        Assert.Empty(_options.Problems());
        var wrong = new OperatorOptions { Enabled = true, Address = "192.168.1.20", Pins = new() { ["07"] = "135790" }, Supplies = new() { ["masks"] = "many" } };
        Assert.Equal(["operator:certificateFile", "operator:pins:07", "operator:supplies:masks"], wrong.Problems().Select(static p => p[..p.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Contains("is not an IP address", new OperatorOptions { Enabled = true, Address = "everywhere" }.Problems()[0], StringComparison.Ordinal);
    }

    public bool TryRecord(CheckpointEvent data)
    {
        _taken.Add(data);
        return true;
    }

    public void Dispose() => _folder.Dispose();

    private Task<ScreenHost> StartAsync() => ScreenHost.StartAsync(
        map: (app, _) => _desk = app.MapOperator(_options, ScreenHost.Site(), this, static () => ClockState.Synced, Prove, new VehicleDesk(_vehicles, TellAsync, TimeProvider.System)),
        kestrel: kestrel => kestrel.ListenForOperators(_options));

    private static ShiftEvent SignedIn(string by) => new("signed-in", "07") { By = by };

    private ValueTask TellAsync(MachineInput input, CancellationToken cancellationToken)
    {
        _told.Add(input);
        return ValueTask.CompletedTask;
    }

    /// <summary>A code of these tests: its kind, or that it has expired or is another format's, and its subject.</summary>
    private static CredentialResult Prove(string text) => text.Split(' ') is [var kind, var subject]
        ? new CredentialResult
        {
            Format = kind == "seal" ? "VDS-NC" : "ECP1",
            Status = kind == "expired" ? CredentialStatus.Invalid : CredentialStatus.Valid,
            Kind = kind is "expired" or "seal" ? "staff" : kind,
            Subject = subject,
            KeyId = "ab",
        }
        : CredentialResult.Invalid(CredentialResult.UnknownFormat, Reasons.CodeUnknownFormat);

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync(Address);
        await page.FillAsync("[name=operator]", "07");
        await page.FillAsync("[name=pin]", Pin);
        await page.ClickAsync("form[action$=sign-in] button");
        await Assertions.Expect(page.Locator("form[action$=sign-out]")).ToBeVisibleAsync();
    }

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false });

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, Uri address)
    {
        using HttpResponseMessage answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string act, string origin, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Address}/{act}")
        {
            Content = new FormUrlEncodedContent(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value))),
        };
        if (origin.Length > 0)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
