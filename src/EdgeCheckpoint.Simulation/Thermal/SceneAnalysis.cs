using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Runs a recording through the tracker, as a kiosk that has stood at its place for a while.</summary>
public static class SceneAnalysis
{
    /// <summary>Options for recordings of a Lepton whose room and offset nobody noted: no ambient limits, no warm-up.</summary>
    public static ThermalOptions Uncalibrated { get; } = new()
    {
        WarmUp = TimeSpan.Zero,
        AmbientAtLeastCelsius = -100,
        AmbientAtMostCelsius = 100,
        ContrastCelsius = 1,
        FaceContrastCelsius = 2.5,
        UncertaintyAtMostCelsius = 100,
    };

    /// <param name="up">Null finds it, see <see cref="SceneUpFinder"/>.</param>
    /// <param name="kelvinPerCount">Null gives recordings without a temperature scale no reading.</param>
    /// <returns>One observation a frame.</returns>
    public static IEnumerable<SubjectObservation> Run(RecordedScene scene, ThermalOptions options, SceneUp? up, double? kelvinPerCount)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(options);
        double scale = kelvinPerCount ?? 0.04;
        float[] quiet = scene.QuietPicture(scale);
        var picture = new ThermalFrame(scene.Width, scene.Height);
        var tracker = new SubjectTracker(scene.Width, scene.Height, SensorTraits.Lepton, options with { Up = up ?? SceneUpFinder.Find(scene, quiet, scale, options.ContrastCelsius) });
        tracker.PrimeBackground(quiet);
        for (int frame = 0; frame < scene.Frames; frame++)
        {
            scene.Fill(frame, picture, scale);
            SubjectObservation seen = tracker.Observe(picture);
            yield return scene.HasScale || kelvinPerCount is not null
                ? seen
                : seen with { State = seen.People == 0 ? SubjectState.Empty : SubjectState.SensorFault, Reading = null, Class = null, Reasons = [Reasons.SensorFault] };
        }
    }
}
