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
    private readonly Mlx90640Sensor _sensor;
    private readonly SubjectTracker _tracker;

    public SimulatedPersonTests()
    {
        _sensor = new Mlx90640Sensor(new SimulatedMlx90640(_scene, _time, new SimulatedMlx90640Options()), _time, new Mlx90640Options { WarmUp = TimeSpan.Zero });
        _tracker = new SubjectTracker(32, 24, _sensor.Traits, new ThermalOptions { WarmUp = TimeSpan.Zero });
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

    private SubjectObservation Next()
    {
        Assert.Equal(SensorFault.None, _sensor.Read(_frame, CancellationToken.None));
        return _tracker.Observe(_frame);
    }
}
