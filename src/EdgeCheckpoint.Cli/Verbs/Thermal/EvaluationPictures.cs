using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary>The pictures of docs/thermal.md: bias and spread by method and distance, and scenes with what was found in them.</summary>
internal static class EvaluationPictures
{
    private const int Width = 640;
    private const int Height = 320;
    private const int ZeroAt = 160;
    private const double PixelsACelsius = 84;
    private static readonly string[] Colours = ["#b04a2f", "#2f6fb0", "#2f8f5b"];

    public static void Write(DirectoryInfo folder, IReadOnlyList<EvaluationRow> rows)
    {
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "thermal-bias.svg"), Plot([.. rows.Where(static r => r.Condition == EvaluationCondition.Usual)]));
        foreach (StagedView view in SceneGallery.Views())
        {
            File.WriteAllText(Path.Combine(folder.FullName, $"thermal-{view.Name}.svg"), ScenePicture.Svg(view));
        }
    }

    private static string Plot(EvaluationRow[] rows)
    {
        double[] distances = [.. rows.Select(static r => r.DistanceMetres).Distinct()];
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<title>Bias and spread by method and distance, simulated people</title>\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        foreach (double celsius in (double[])[-1, -0.5, 0, 0.5, 1])
        {
            double y = ZeroAt - (PixelsACelsius * celsius);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"80\" x2=\"600\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"{(celsius == 0 ? "#888" : "#ddd")}\"/><text x=\"72\" y=\"{y + 4:F1}\" text-anchor=\"end\">{celsius:+0.0;-0.0;0.0}</text>\n");
        }

        for (int i = 0; i < distances.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i, 1):F1}\" y=\"308\" text-anchor=\"middle\">{distances[i]:F1} m</text>\n");
        }

        ScreeningMethod[] methods = Enum.GetValues<ScreeningMethod>();
        for (int m = 0; m < methods.Length; m++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{95 + (110 * m)}\" y=\"22\" fill=\"{Colours[m]}\">{Words.Of(methods[m])}</text>\n");
            foreach (EvaluationRow row in rows.Where(r => r.Method == methods[m] && double.IsFinite(r.Spread)))
            {
                double x = X(Array.IndexOf(distances, row.DistanceMetres), m), y = ZeroAt - (PixelsACelsius * row.Bias), half = PixelsACelsius * row.Spread;
                svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{y - half:F1}\" y2=\"{y + half:F1}\" stroke=\"{Colours[m]}\" stroke-width=\"2\"/><circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"3.5\" fill=\"{Colours[m]}\"/>\n");
            }
        }

        return svg.Append("<text x=\"600\" y=\"40\" text-anchor=\"end\" fill=\"#555\">error, °C; bars: one standard deviation</text>\n</svg>\n").ToString();

        double X(int distance, int method) => 135 + (125 * distance) + (9 * (method - 1));
    }
}
