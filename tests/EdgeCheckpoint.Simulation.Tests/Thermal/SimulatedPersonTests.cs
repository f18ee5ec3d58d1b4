using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Simulation.Tests.Thermal;

/// <summary>Scene, chip, driver and tracker in a row.</summary>
public sealed class SimulatedPersonTests
{
    private readonly WaitDrivenTime _time = new();
    private readonly ThermalScene _scene = new();
    private readonly ThermalFrame _frame = new(32, 24);
    private readonly SimulatedMlx90640 _chip;
    private readonly Mlx90640Sensor _sensor;
    private SubjectTracker _tracker;

    public SimulatedPersonTests()
    {
        _chip = new SimulatedMlx90640(_scene, _time, new SimulatedMlx90640Options());
        _sensor = new Mlx90640Sensor(_chip, _time, new Mlx90640Options { WarmUp = TimeSpan.Zero });
        _tracker = Tracker(new ThermalOptions());
    }

    [Fact]
    public void A_person_who_stands_still_is_measured_within_seven_tenths_of_a_second()
    {
        SubjectObservation empty = Next();
        Assert.Equal(SubjectState.Empty, empty.State);
        _scene.SetPeople(new ScenePerson(36.2, 0.6));
        double waited = 0;
        SubjectObservation seen;
        do
        {
            seen = Next();
            waited = (seen.At - empty.At).TotalSeconds;
        }
        while (seen.State != SubjectState.Measured && waited < 5);

        Assert.InRange(waited, 0.1, 0.7);
        Assert.InRange(seen.Reading!.Celsius, 35.2, 37.2);
        Assert.InRange(seen.Reading.DistanceMetres!.Value, 0.5, 0.7);
        Assert.Equal(TemperatureClass.Normal, seen.Class);
    }

    [Fact]
    public void A_changed_limit_counts_from_the_next_picture_and_nothing_learned_is_lost()
    {
        Next();
        _scene.SetPeople(new ScenePerson(36.2, 0.6));
        Assert.Contains(Enumerable.Range(0, 10).Select(_ => Next()), static o => o.Class == TemperatureClass.Normal);
        _tracker.Adopt(new ThermalOptions { ElevatedCelsius = 34, SiteOffsetCelsius = 0.5 });
        SubjectObservation next = Next();
        Assert.Equal((SubjectState.Measured, TemperatureClass.Elevated), (next.State, next.Class));
    }

    [Fact]
    public void A_hot_face_is_elevated()
    {
        _scene.SetPeople(new ScenePerson(38.6, 0.6));
        Assert.Contains(Enumerable.Range(0, 10).Select(_ => Next()), static o => o.Class == TemperatureClass.Elevated);
    }

    [Fact]
    public void Two_people_are_asked_to_come_one_at_a_time()
    {
        Next();
        _scene.SetPeople(new ScenePerson(36, 0.8, -0.25), new ScenePerson(36, 0.8, 0.25));
        SubjectObservation[] seen = [.. Enumerable.Range(0, 8).Select(_ => Next())];
        Assert.Equal((SubjectState.OneAtATime, 2), (seen[^1].State, seen[^1].People));
    }

    [Fact]
    public void Who_sways_is_asked_to_hold_still_and_never_measured()
    {
        _scene.SetPeople(new ScenePerson(36, 0.6) { SwayMetres = 0.12 });
        SubjectObservation[] seen = [.. Enumerable.Range(0, 24).Select(_ => Next())];
        Assert.Contains(seen, static o => o.State == SubjectState.HoldStill);
        Assert.DoesNotContain(seen, static o => o.State == SubjectState.Measured);
    }

    [Theory]
    [InlineData("one-person", SubjectState.Measured, 1)]
    [InlineData("glasses-and-mask", SubjectState.Measured, 1)]
    [InlineData("two-people", SubjectState.OneAtATime, 2)]
    [InlineData("too-far", SubjectState.TooFar, 1)]
    [InlineData("too-close", SubjectState.TooClose, 1)]
    [InlineData("hot-cup", SubjectState.Measured, 1)]
    [InlineData("blackbody", SubjectState.Measured, 1)]
    [InlineData("sun", SubjectState.EnvironmentUnfit, 0)]
    public void The_scenes_of_the_documentation_show_what_they_say(string name, SubjectState state, int people)
    {
        StagedView view = Assert.Single(SceneGallery.Views(), v => v.Name == name);
        Assert.Equal((state, people), (view.Observation.State, view.Observation.People));
        Assert.Contains(view.Title, ScenePicture.Svg(view), StringComparison.Ordinal);
    }

    [Fact]
    public void Sun_in_view_is_told_as_such()
    {
        Next();
        _scene.SetObjects(new SceneObject(48, 0, 0, 0.6, 2));
        Assert.Equal([Reasons.HeatInView], Next().Reasons);
    }

    [Fact]
    public void Who_holds_something_hot_is_still_seen()
    {
        Next();
        _scene.SetPeople(new ScenePerson(36.2, 0.6));
        _scene.SetObjects(new SceneObject(70, 0.1, -0.15, 0.03, 0.55));
        Assert.Contains(Enumerable.Range(0, 10).Select(_ => Next()), static o => o is { State: SubjectState.Measured, People: 1 });
    }

    [Fact]
    public void Who_stands_still_is_measured_for_seven_minutes_and_leaves_nothing_behind()
    {
        Next();
        Assert.Equal(SubjectState.Measured, Stand(36.2, 7 * 60 * 8)[^1].State);
        Leave();
        Assert.Contains(Stand(36.2, 10), static o => o.State == SubjectState.Measured);
    }

    [Fact]
    public void After_a_gap_nobody_is_judged_by_the_face_from_before_it()
    {
        Stand(36.2, 24);
        _time.Pass(TimeSpan.FromSeconds(10));
        SubjectObservation[] later = Stand(39.5, 24);
        Assert.Contains(later, static o => o.Reading is not null);
        Assert.DoesNotContain(later, static o => o.Class is TemperatureClass.Normal or TemperatureClass.TooLow);
    }

    [Fact]
    public void Who_raised_an_alarm_never_enters_the_baseline_not_even_when_cooler_at_the_end()
    {
        _tracker = Tracker(new ThermalOptions { Method = ScreeningMethod.Baseline });
        for (int person = 0; person < 10; person++)
        {
            Stand(35.5, 16);
            Leave();
        }

        double usual = _tracker.UsualCelsius(_frame.At);
        Assert.False(double.IsNaN(usual));
        for (int person = 0; person < 5; person++)
        {
            Assert.Contains(Stand(37.5, 16), static o => o.Class == TemperatureClass.Elevated);
            Assert.Equal(TemperatureClass.Normal, Stand(36.2, 24)[^1].Class);
            Leave();
        }

        Assert.Equal(usual, _tracker.UsualCelsius(_frame.At), 6);
    }

    [Fact]
    public void The_warm_up_counts_from_when_the_sensor_was_powered_and_not_from_when_it_was_first_heard()
    {
        _tracker = Tracker(new ThermalOptions(), TimeSpan.FromMinutes(30));
        Assert.Equal([Reasons.SensorWarmingUp], Next().Reasons);
        _time.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(SubjectState.Empty, Next().State);

        _chip.BrownOut();
        while (_sensor.Read(_frame, CancellationToken.None) != SensorFault.None)
        {
        }

        Assert.Equal([Reasons.SensorWarmingUp], _tracker.Observe(_frame).Reasons);
    }

    [Fact]
    public void A_stricter_smallest_head_makes_no_sensor_blind_for_shapes()
    {
        _tracker = Tracker(new ThermalOptions { HeadPixelsAtLeast = 7, UncertaintyAtMostCelsius = 3 });
        Next();
        _scene.SetPeople(new ScenePerson(36, 0.8, -0.25), new ScenePerson(36, 0.8, 0.25));
        SubjectObservation[] seen = [.. Enumerable.Range(0, 16).Select(_ => Next())];
        Assert.Equal(2, seen[^1].People);
        Assert.All(seen, static o => Assert.Null(o.Reading));
    }

    private SubjectTracker Tracker(ThermalOptions options, TimeSpan warmUp = default) =>
        new(32, 24, _sensor.Traits, options with { WarmUp = warmUp });

    private SubjectObservation[] Stand(double celsius, int pictures)
    {
        _scene.SetPeople(new ScenePerson(celsius, 0.6));
        return [.. Enumerable.Range(0, pictures).Select(_ => Next())];
    }

    private void Leave()
    {
        _scene.Clear();
        for (int i = 0; i < 10; i++)
        {
            Next();
        }
    }

    private SubjectObservation Next()
    {
        Assert.Equal(SensorFault.None, _sensor.Read(_frame, CancellationToken.None));
        return _tracker.Observe(_frame);
    }
}
