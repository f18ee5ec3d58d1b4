using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Finds which way is up in a recording of people: faces are warmer than what is below them, and bodies leave the picture at its foot.</summary>
internal static class SceneUpFinder
{
    /// <summary>With less of the picture warm, nobody is near enough to tell.</summary>
    private const double ShareAtLeast = 0.05;

    /// <summary>The warmest part of somebody that is mostly face; a share, not a limit, as a hand near the sensor is warmer than any face.</summary>
    private const double FaceShare = 0.15;

    public static SceneUp Find(RecordedScene scene, ReadOnlySpan<float> quiet, double kelvinPerCount, double contrast)
    {
        var picture = new ThermalFrame(scene.Width, scene.Height);
        float[] difference = new float[quiet.Length], sorted = new float[quiet.Length];
        double right = 0, down = 0, rightEdge = 0, lowerEdge = 0;
        for (int frame = 0; frame < scene.Frames; frame++)
        {
            scene.Fill(frame, picture, kelvinPerCount);
            int warm = 0;
            for (int i = 0; i < difference.Length; i++)
            {
                difference[i] = picture.Celsius[i] - quiet[i];
                if (difference[i] > contrast)
                {
                    sorted[warm++] = difference[i];
                }
            }

            if (warm < ShareAtLeast * difference.Length)
            {
                continue;
            }

            sorted.AsSpan(0, warm).Sort();
            (double bodyX, double bodyY) = Middle(difference, scene.Width, contrast);
            (double faceX, double faceY) = Middle(difference, scene.Width, sorted[(int)((1 - FaceShare) * warm)]);
            right += bodyX - faceX;
            down += bodyY - faceY;
            for (int i = 0; i < difference.Length; i++)
            {
                int x = i % scene.Width, y = i / scene.Width, here = difference[i] > contrast ? 1 : 0;
                rightEdge += here * ((x == scene.Width - 1 ? 1 : 0) - (x == 0 ? 1 : 0));
                lowerEdge += here * ((y == scene.Height - 1 ? 1 : 0) - (y == 0 ? 1 : 0));
            }
        }

        // Two cues of equal weight: the one corrects the other where somebody raises a hand, or walks out sideways.
        double across = Share(right, down) + Share(rightEdge, lowerEdge), along = Share(down, right) + Share(lowerEdge, rightEdge);
        return Math.Abs(across) > Math.Abs(along)
            ? across > 0 ? SceneUp.Left : SceneUp.Right
            : along >= 0 ? SceneUp.Top : SceneUp.Bottom;
    }

    private static double Share(double part, double other) => part == 0 ? 0 : part / (Math.Abs(part) + Math.Abs(other));

    private static (double X, double Y) Middle(float[] difference, int width, double above)
    {
        double x = 0, y = 0;
        int pixels = 0;
        for (int i = 0; i < difference.Length; i++)
        {
            if (difference[i] > above)
            {
                x += i % width;
                y += i / width;
                pixels++;
            }
        }

        return (x / Math.Max(pixels, 1), y / Math.Max(pixels, 1));
    }
}
