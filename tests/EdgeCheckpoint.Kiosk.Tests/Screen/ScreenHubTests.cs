using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Screen;

public sealed class ScreenHubTests
{
    [Fact]
    public async Task A_new_listener_gets_the_newest_value_of_everything_at_once()
    {
        var hub = new ScreenHub(TimeProvider.System);
        hub.Report(new ScreenStatus { Queue = 7 });
        hub.Show(new ScreenView { Page = ScreenPage.Guide });
        hub.Show(new ScreenView { Page = ScreenPage.Measure });
        using ScreenListener listener = hub.TryListen()!;
        Assert.True(await listener.WaitAsync(CancellationToken.None));
        string text = Taken(listener);
        Assert.Contains("\"queue\":7", text, StringComparison.Ordinal);
        Assert.Contains("\"page\":\"measure\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("guide", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_that_never_reads_costs_one_frame_however_much_happens()
    {
        var hub = new ScreenHub(TimeProvider.System);
        using ScreenListener listener = hub.TryListen()!;
        for (int i = 0; i < 100_000; i++)
        {
            hub.Show(new ScreenView { Page = ScreenPage.Measure, SecondsLeft = i });
        }

        var frames = new List<byte[]>();
        listener.Take(frames);
        Assert.Contains("99999", System.Text.Encoding.UTF8.GetString(Assert.Single(frames)), StringComparison.Ordinal);
        frames.Clear();
        listener.Take(frames);
        Assert.Empty(frames);
    }

    [Fact]
    public void Showing_the_same_twice_wakes_nobody()
    {
        var hub = new ScreenHub(TimeProvider.System);
        hub.Show(new ScreenView { Page = ScreenPage.Idle });
        using ScreenListener listener = hub.TryListen()!;
        Assert.NotEmpty(Taken(listener));
        hub.Show(new ScreenView { Page = ScreenPage.Idle });
        Assert.Empty(Taken(listener));
    }

    [Fact]
    public void Listeners_are_bounded_and_leave_room_when_they_go()
    {
        var hub = new ScreenHub(TimeProvider.System);
        ScreenListener[] all = [.. Enumerable.Range(0, ScreenHub.MaxListeners).Select(_ => hub.TryListen()!)];
        Assert.Null(hub.TryListen());
        all[0].Dispose();
        Assert.NotNull(hub.TryListen());
    }

    [Fact]
    public void Pictures_are_thinned_and_made_small()
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(1));
        var hub = new ScreenHub(time);
        hub.Show(new ScreenView { Page = ScreenPage.Guide });
        byte[] pixels = new byte[1280 * 720];
        hub.ShowCamera(new GrayImage(pixels, 1280, 720, 1280));
        using ScreenListener listener = hub.TryListen()!;
        Assert.DoesNotContain("camera", Taken(listener), StringComparison.Ordinal); // nobody looked, so nothing was made
        hub.ShowCamera(new GrayImage(pixels, 1280, 720, 1280));
        Assert.Contains("\"width\":160,\"height\":90", Taken(listener), StringComparison.Ordinal);
        pixels[0] = 255;
        hub.ShowCamera(new GrayImage(pixels, 1280, 720, 1280));
        Assert.Empty(Taken(listener)); // too soon after the last one
    }

    [Theory]
    [InlineData(ScreenPage.Idle)]
    [InlineData(ScreenPage.Verdict)]
    [InlineData(ScreenPage.Passage)]
    [InlineData(ScreenPage.OutOfService)]
    public void A_picture_is_forgotten_when_guidance_ends_and_none_is_taken_before_it_begins(ScreenPage page)
    {
        var hub = new ScreenHub(TimeProvider.System);
        using ScreenListener listener = hub.TryListen()!;
        hub.Show(new ScreenView { Page = ScreenPage.Guide });
        hub.ShowCamera(new GrayImage(new byte[64], 8, 8, 8));
        Assert.Contains("event: camera", Taken(listener), StringComparison.Ordinal);
        hub.Show(new ScreenView { Page = page });
        hub.ShowCamera(new GrayImage(new byte[64], 8, 8, 8));
        using ScreenListener late = hub.TryListen()!;
        Assert.DoesNotContain("event: camera", Taken(late), StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_shown_from_many_threads_is_never_torn()
    {
        var hub = new ScreenHub(TimeProvider.System);
        using ScreenListener listener = hub.TryListen()!;
        Parallel.For(0, 2_000, i => hub.Show(new ScreenView { Page = ScreenPage.ReadCode, SecondsLeft = i }));
        string last = Taken(listener);
        Assert.Contains($"\"secondsLeft\":{hub.View.SecondsLeft}}}", last, StringComparison.Ordinal);
    }

    private static string Taken(ScreenListener listener)
    {
        var frames = new List<byte[]>();
        listener.Take(frames);
        return string.Concat(frames.Select(System.Text.Encoding.UTF8.GetString));
    }
}
