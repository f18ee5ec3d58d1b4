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

    /// <param name="up">Null finds it: faces are warmer than what is below them.</param>
    /// <param name="kelvinPerCount">Null gives recordings without a temperature scale no reading.</param>
    /// <returns>One observation a frame.</returns>
    public static IEnumerable<SubjectObservation> Run(RecordedScene scene, ThermalOptions options, SceneUp? up, double? kelvinPerCount)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(options);
        double scale = kelvinPerCount ?? 0.04;
        float[] quiet = scene.QuietPicture(scale);
        var picture = new ThermalFrame(scene.Width, scene.Height);
        var tracker = new SubjectTracker(scene.Width, scene.Height, SensorTraits.Lepton, options with { Up = up ?? FindUp(scene, quiet, scale, options.ContrastCelsius) });
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

    /// <summary>Faces are warmer than what is below them: the way from the middle of the warmest to the middle of all that is warm points down.</summary>
    private static SceneUp FindUp(RecordedScene scene, float[] quiet, double scale, double contrast)
    {
        var picture = new ThermalFrame(scene.Width, scene.Height);
        double right = 0, down = 0;
        for (int frame = 0; frame < scene.Frames; frame++)
        {
            scene.Fill(frame, picture, scale);
            float warmest = float.MinValue;
            for (int i = 0; i < quiet.Length; i++)
            {
                warmest = Math.Max(warmest, picture.Celsius[i] - quiet[i]);
            }

            (double x, double y, int pixels) all = Middle(contrast), hot = Middle(Math.Max(contrast, 0.65 * warmest));
            if (hot.pixels > 0)
            {
                right += all.pixels * (all.x - hot.x);
                down += all.pixels * (all.y - hot.y);
            }
        }

        return Math.Abs(right) > Math.Abs(down)
            ? right > 0 ? SceneUp.Left : SceneUp.Right
            : down >= 0 ? SceneUp.Top : SceneUp.Bottom;

        (double X, double Y, int Pixels) Middle(double above)
        {
            double x = 0, y = 0;
            int pixels = 0;
            for (int i = 0; i < quiet.Length; i++)
            {
                if (picture.Celsius[i] - quiet[i] > above)
                {
                    x += i % scene.Width;
                    y += i / scene.Width;
                    pixels++;
                }
            }

            return (x / Math.Max(pixels, 1), y / Math.Max(pixels, 1), pixels);
        }
    }
}
