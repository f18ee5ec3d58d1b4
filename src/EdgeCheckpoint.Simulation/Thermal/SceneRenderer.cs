namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Draws a scene as the temperatures a perfect sensor of given optics would see: every pixel the mean over its area.</summary>
public sealed class SceneRenderer(SceneOptics optics)
{
    /// <summary>Rays per pixel side at 32 x 24; larger pictures need fewer.</summary>
    private readonly int _rays = optics.Width >= 100 ? 2 : 6;

    /// <param name="content">What to draw.</param>
    /// <param name="seconds">Time, for whoever sways.</param>
    /// <param name="celsius">Width x height temperatures, °C, row-major, top row first.</param>
    public void Draw(SceneContent content, double seconds, Span<float> celsius)
    {
        ArgumentNullException.ThrowIfNull(content);
        PersonShape[] people = [.. content.People.OrderBy(static p => p.DistanceMetres).Select(p => new PersonShape(p, content.AmbientCelsius, seconds))];
        SceneObject[] objects = [.. content.Objects.OrderBy(static o => o.DistanceMetres)];
        double step = 1.0 / _rays;
        for (int row = 0; row < optics.Height; row++)
        {
            for (int column = 0; column < optics.Width; column++)
            {
                double sum = 0;
                for (int j = 0; j < _rays; j++)
                {
                    double up = (1 - (2 * (row + ((j + 0.5) * step)) / optics.Height)) * optics.HalfHeight;
                    for (int i = 0; i < _rays; i++)
                    {
                        double across = ((2 * (column + ((i + 0.5) * step)) / optics.Width) - 1) * optics.HalfWidth;
                        sum += Ray(content, people, objects, across, up);
                    }
                }

                celsius[(row * optics.Width) + column] = (float)(sum * step * step);
            }
        }
    }

    /// <summary>Temperature met by the ray through a point of the plane 1 m ahead; the nearest body wins.</summary>
    private double Ray(SceneContent content, PersonShape[] people, SceneObject[] objects, double across, double up)
    {
        double nearest = double.PositiveInfinity;
        double celsius = content.AmbientCelsius + (content.WallGradientCelsius * up / (2 * optics.HalfHeight));
        foreach (SceneObject body in objects)
        {
            double x = (across * body.DistanceMetres) - body.AcrossMetres, y = (up * body.DistanceMetres) - body.UpMetres;
            if ((x * x) + (y * y) <= body.RadiusMetres * body.RadiusMetres)
            {
                nearest = body.DistanceMetres;
                celsius = body.Celsius;
                break;
            }
        }

        foreach (PersonShape person in people)
        {
            if (person.DistanceMetres < nearest && person.TryHit(across, up, out double skin))
            {
                return skin;
            }
        }

        return celsius;
    }
}
