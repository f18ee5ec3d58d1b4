using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A thermal picture as SVG: colours from 18 to 40 °C, the head's box, and what was said of it.</summary>
public static class ScenePicture
{
    private const int Pixel = 14;
    private const int Levels = 32;
    private const int Caption = 44;
    private const double LowCelsius = 18, HighCelsius = 40;

    public static string Svg(StagedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        ThermalFrame frame = view.Frame;
        SubjectObservation seen = view.Observation;
        int width = frame.Width * Pixel, height = frame.Height * Pixel;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height + Caption}\" font-family=\"sans-serif\" font-size=\"15\" shape-rendering=\"crispEdges\">\n<title>Simulated: {view.Title}</title>\n<rect width=\"{width}\" height=\"{height + Caption}\" fill=\"white\"/>\n");
        for (int level = 0; level < Levels; level++)
        {
            AppendLevel(svg, frame, level);
        }

        if (seen.Head is { } head)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{head.X * Pixel}\" y=\"{head.Y * Pixel}\" width=\"{head.Width * Pixel}\" height=\"{head.Height * Pixel}\" fill=\"none\" stroke=\"#4fe3ff\" stroke-width=\"3\"/>\n");
        }

        string said = seen.Reading is { } reading
            ? string.Create(CultureInfo.InvariantCulture, $"{Words.Of(seen.State)}: {reading.Celsius:F1} ± {reading.UncertaintyCelsius:F1} °C, {reading.DistanceMetres:F1} m")
            : string.Join(", ", [Words.Of(seen.State), .. seen.Reasons]);
        return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"6\" y=\"{height + 18}\">{view.Title}</text>\n<text x=\"6\" y=\"{height + 37}\" fill=\"#555\">{said}</text>\n</svg>\n").ToString();
    }

    private static void AppendLevel(StringBuilder svg, ThermalFrame frame, int level)
    {
        var path = new StringBuilder();
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                int start = x;
                while (x < frame.Width && LevelOf(frame.Celsius[(y * frame.Width) + x]) == level)
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start * Pixel} {y * Pixel}h{(x - start) * Pixel}v{Pixel}h-{(x - start) * Pixel}z");
                }
            }
        }

        if (path.Length > 0)
        {
            double share = (double)level / (Levels - 1);
            int red = (int)(255 * Math.Min(1, 0.1 + (1.4 * share))), green = (int)(255 * Math.Clamp((1.6 * share) - 0.6, 0, 1)), blue = (int)(255 * Math.Max(0.1, 0.45 - Math.Abs(share - 0.2)));
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#{red:x2}{green:x2}{blue:x2}\" d=\"{path}\"/>\n");
        }
    }

    private static int LevelOf(float celsius) => (int)Math.Round(Math.Clamp((celsius - LowCelsius) / (HighCelsius - LowCelsius), 0, 1) * (Levels - 1));
}
