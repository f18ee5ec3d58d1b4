using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.KioskTests.Screen;

/// <summary>What is looked at in the pictures is what people find.</summary>
public sealed class ScreenStatesTests
{
    [Fact]
    public void Each_state_is_what_its_name_says() =>
        Assert.All(ScreenStates.All, static state => Assert.StartsWith(state.Key.Split('-')[0], NameOf(state.Value), StringComparison.Ordinal));

    [Fact]
    public void Every_page_and_every_verdict_is_among_them()
    {
        Assert.Equal(Enum.GetValues<ScreenPage>(), ScreenStates.All.Values.Select(static v => v.Page).Distinct().Order());
        Assert.Equal(Enum.GetValues<Verdict>(), ScreenStates.All.Values.Where(static v => v.Verdict is not null).Select(static v => v.Verdict!.Value).Distinct().Order());
    }

    [Fact]
    public void Seconds_are_counted_only_where_somebodys_time_runs_out() =>
        Assert.Equal(
            [ScreenPage.ReadCode, ScreenPage.Vehicle, ScreenPage.Passage],
            ScreenStates.All.Values.Where(static v => v.SecondsLeft is not null).Select(static v => v.Page).Distinct().Order());

    [Fact]
    public void Whoever_is_not_let_through_is_told_where_to_go() =>
        Assert.All(
            ScreenStates.All.Values.Where(static v => v.Page is ScreenPage.Verdict or ScreenPage.Lockdown),
            static view => Assert.Equal([Prompt.SeeStaff], view.Prompts));

    private static string NameOf(ScreenView view) => view.Vehicle is not null ? "vehicle" : Words.Of(view.Page);
}
