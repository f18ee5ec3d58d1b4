using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A simulated scene, the last picture of it, and what the tracker said.</summary>
public sealed record StagedView(string Name, string Title, ThermalFrame Frame, SubjectObservation Observation);

/// <summary>Scenes that show what the tracker tells apart, seen by a simulated MLX90640.</summary>
public static class SceneGallery
{
    private const int EmptyPictures = 12;
    private const int Pictures = 10;
    private static readonly SceneObject Reference = new(37, -0.3, 0.1, 0.045, 0.8);

    public static IEnumerable<StagedView> Views()
    {
        yield return View("one-person", "One person at 0.6 m", [new ScenePerson(36.2, 0.6)]);
        yield return View("glasses-and-mask", "Glasses and a mask, at 0.5 m", [new ScenePerson(36.2, 0.5) { Glasses = true, Covered = 0.45 }]);
        yield return View("two-people", "Two people at 0.8 m", [new ScenePerson(36, 0.8, -0.25), new ScenePerson(36, 0.8, 0.25)]);
        yield return View("too-far", "One person at 1.5 m", [new ScenePerson(36.2, 1.5)]);
        yield return View("too-close", "One person at 0.22 m", [new ScenePerson(36.2, 0.22)]);
        yield return View("hot-cup", "One person at 0.7 m and a hot cup", [new ScenePerson(36.2, 0.7)], [new SceneObject(60, 0.25, -0.1, 0.05, 0.6)]);
        yield return View("blackbody", "One person at 0.7 m and a blackbody of 37 °C", [new ScenePerson(36.2, 0.7, 0.05)], [Reference], ScreeningMethod.Blackbody);
        yield return View("sun", "Sun on the wall behind one person at 0.7 m", [new ScenePerson(36.2, 0.7)], [new SceneObject(48, 0.6, 0.3, 0.6, 2)]);
    }

    private static StagedView View(
        string name, string title, IReadOnlyList<ScenePerson> people, IReadOnlyList<SceneObject>? objects = null, ScreeningMethod method = ScreeningMethod.Fixed)
    {
        var time = new WaitDrivenTime();
        var scene = new ThermalScene();
        using var sensor = new Mlx90640Sensor(new SimulatedMlx90640(scene, time, new SimulatedMlx90640Options()), time, new Mlx90640Options { WarmUp = TimeSpan.Zero });
        var tracker = new SubjectTracker(sensor.Width, sensor.Height, sensor.Traits, new ThermalOptions { WarmUp = TimeSpan.Zero, Method = method });
        var frame = new ThermalFrame(sensor.Width, sensor.Height);
        scene.SetObjects(objects is [var reference] && reference == Reference ? [Reference] : []);
        SubjectObservation seen = Observe(EmptyPictures);
        scene.SetObjects(objects ?? []);
        scene.SetPeople(people);
        seen = Observe(Pictures);
        return new StagedView(name, title, frame, seen);

        SubjectObservation Observe(int pictures)
        {
            SubjectObservation? last = null;
            for (int i = 0; i < pictures; i++)
            {
                last = sensor.Read(frame, CancellationToken.None) is var fault && fault == SensorFault.None ? tracker.Observe(frame) : tracker.Observe(fault, frame.At);
            }

            return last!;
        }
    }
}
