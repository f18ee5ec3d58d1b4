using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>How long one person is served, and what is said when it takes too long.</summary>
public sealed class EncounterTimesTests
{
    private static readonly MachineOptions Options = new();

    [Theory]
    [InlineData(KioskMode.Normal, Prompt.ComeCloser)]
    [InlineData(KioskMode.CodeOnly, Prompt.ShowCode)]
    public void Somebody_who_waits_at_a_distance_gets_no_verdict(KioskMode mode, Prompt asked)
    {
        Lane lane = new Lane(new MachineOptions { Mode = mode }).Approaching(300);
        Assert.Empty(lane.Events);
        Assert.Equal([asked], lane.Screen.Prompts);
    }

    [Fact]
    public void A_reading_is_awaited_only_of_somebody_near()
    {
        Lane lane = new Lane().Approaching(30).Restless(Options.ReadingTimeoutSeconds - 0.5);
        Assert.Empty(lane.Events);
        Assert.Equal((Verdict.Unable, Reasons.TemperatureMissing), Last(lane.Restless(1)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(21)]
    [InlineData(25)]
    [InlineData(30)]
    public void A_code_is_awaited_as_long_as_the_options_say(double seconds)
    {
        Lane lane = new Lane(new MachineOptions { CodeTimeoutSeconds = seconds }).Person(seconds: seconds);
        Assert.Empty(lane.Events);
        Assert.Equal([Reasons.CodeMissing], lane.Person(seconds: 0.5).LastScan.Reasons);
    }

    [Fact]
    public void A_code_shown_at_the_very_end_still_admits()
    {
        Lane lane = new Lane(new MachineOptions { CodeTimeoutSeconds = 30 }).Person(seconds: 29.5).Code();
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void What_is_used_of_somebody_who_stays_is_never_older_than_its_limit()
    {
        var options = new MachineOptions { CodeTimeoutSeconds = 30, ReadingLimitSeconds = 5 };
        for (double waited = 1; waited < 29; waited += 0.7)
        {
            Lane lane = new Lane(options).Person(36.1, seconds: 1).Person(36.6, seconds: waited).Code();
            Assert.Equal((Verdict.Pass, waited < 3.2 ? 36.1 : 36.6), (lane.LastScan.Verdict, lane.LastScan.Measurement!.Celsius));
        }
    }

    [Fact]
    public void A_reading_past_its_limit_never_admits_and_is_taken_anew()
    {
        Lane lane = new Lane(new MachineOptions { ReadingLimitSeconds = 2, CodeTimeoutSeconds = 30 }).Person(seconds: 0.3).Approaching(4).Code();
        Assert.Empty(lane.Events);
        lane.Person(36.7, seconds: 0.3);
        Assert.Equal((Verdict.Pass, 36.7), (lane.LastScan.Verdict, lane.LastScan.Measurement!.Celsius));
    }

    [Fact]
    public void Who_is_elevated_when_measured_anew_gets_the_second_reading_too()
    {
        Lane lane = new Lane(new MachineOptions { CodeTimeoutSeconds = 30 }).Person(seconds: 19).Person(38.2, TemperatureClass.Elevated, 0.5);
        Assert.Equal(Prompt.MeasureAgain, lane.Screen.Prompts[0]);
        lane.Code();
        Assert.Empty(lane.Events);
        Assert.Equal(Verdict.Refer, lane.Person(38.2, TemperatureClass.Elevated, 2).LastScan.Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_was_elevated_once_and_cannot_be_measured_again_is_rechecked(bool ofTheRules)
    {
        Lane lane = new Lane(policy: ofTheRules ? ReadyPolicies.Load(ReadyPolicies.Default) : null).Person(38.5, TemperatureClass.Elevated, 0.3).Code(colour: "green");
        Assert.Equal((Verdict.Refer, Reasons.TemperatureElevated), Last(lane.Approaching(20)));
        Assert.Equal(38.5, lane.LastScan.Measurement!.Celsius);
    }

    [Fact]
    public void Who_is_elevated_and_shows_no_code_is_rechecked_and_the_missing_is_told()
    {
        Assert.Equal([Reasons.TemperatureElevated, Reasons.TemperatureMissing], new Lane().Person(38.5, TemperatureClass.Elevated, 0.3).Approaching(20).LastScan.Reasons);
        Lane twice = new Lane().Person(38.5, TemperatureClass.Elevated, 20);
        Assert.Equal((Verdict.Refer, Reasons.TemperatureElevated), Last(twice));
        Assert.Contains(Reasons.CodeMissing, twice.LastScan.Reasons);
    }

    [Fact]
    public void An_elevated_reading_that_grew_too_old_is_not_forgotten()
    {
        Lane lane = new Lane(new MachineOptions { ReadingLimitSeconds = 2 }).Person(38.5, TemperatureClass.Elevated, 0.3).Approaching(20);
        Assert.Equal((Verdict.Refer, Reasons.TemperatureElevated), Last(lane));
    }

    [Fact]
    public void Who_leaves_after_it_is_recorded_with_it()
    {
        Lane lane = new Lane(new MachineOptions { ReadingLimitSeconds = 2 }).Person(38.5, TemperatureClass.Elevated, 0.3).Approaching(4).Nobody();
        Assert.Equal((Verdict.Unable, Reasons.PersonLeft), Last(lane));
        Assert.Equal(38.5, lane.LastScan.Measurement!.Celsius);
    }

    [Fact]
    public void A_forged_code_is_denied_whatever_the_reading()
    {
        Lane lane = new Lane(policy: ReadyPolicies.Load(ReadyPolicies.Default)).Person(38.5, TemperatureClass.Elevated, 0.3).Code(valid: false).Approaching(20);
        Assert.Equal((Verdict.Deny, Reasons.CodeForged), Last(lane));
    }

    [Fact]
    public void Too_late_never_admits_whatever_the_rules_say()
    {
        Lane lane = new Lane(policy: new RecklessPolicy()).Person(38.5, TemperatureClass.Elevated, 0.3).Code().Approaching(20);
        Assert.Equal((Verdict.Refer, 0), (lane.LastScan.Verdict, lane.Openings));
    }

    [Fact]
    public void Whose_face_is_covered_is_asked_and_given_the_time_to_uncover_it()
    {
        Lane lane = new Lane().Code().Abstaining(3, Reasons.SensorTooCoarse, Reasons.Occluded);
        Assert.Equal((ScreenPage.Guide, Prompt.UncoverFace), (lane.Screen.Page, lane.Screen.Prompts[0]));
        Assert.Equal(Verdict.Pass, lane.Person().LastScan.Verdict);
    }

    [Fact]
    public void Two_people_taking_turns_are_told_that_nobody_can_be_judged()
    {
        var lane = new Lane();
        for (int i = 0; i < 20; i++)
        {
            lane.Person(seconds: 1.5).Crowd(1);
        }

        Assert.Equal((Verdict.Unable, Reasons.SeveralPeople), Last(lane));
    }

    [Fact]
    public void A_code_shown_in_a_crowd_is_nobodys()
    {
        Lane lane = new Lane().Person().Crowd(2).Code(subject: "stranger").Person(seconds: 3);
        Assert.Equal((0, ScreenPage.ReadCode), (lane.Openings, lane.Screen.Page));
    }

    private static (Verdict, string) Last(Lane lane) => (lane.LastScan.Verdict, lane.LastScan.Reasons[0]);
}
