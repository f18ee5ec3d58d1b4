namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A head, a neck and shoulders, with the temperatures a face has from hairline to chin.</summary>
/// <remarks>Sizes are those of a grown-up: head 0.155 m wide and 0.23 m high. Offsets are to the warmest place, the inner corners of the eyes.</remarks>
internal sealed class PersonShape
{
    public const double HeadWidthMetres = 0.155;
    public const double HeadHeightMetres = 0.23;

    private readonly ScenePerson _person;
    private readonly double _ambient;
    private readonly double _across;

    public PersonShape(ScenePerson person, double ambientCelsius, double seconds)
    {
        _person = person;
        _ambient = ambientCelsius;
        _across = person.AcrossMetres + (person.SwayMetres * Math.Sin(2 * Math.PI * seconds));
    }

    public double DistanceMetres => _person.DistanceMetres;

    /// <param name="across">Of the ray in the plane 1 m ahead, m.</param>
    /// <param name="up">Of the ray in the plane 1 m ahead, m.</param>
    public bool TryHit(double across, double up, out double celsius)
    {
        double x = (across * DistanceMetres) - _across, y = (up * DistanceMetres) - _person.UpMetres;
        double u = x / (HeadWidthMetres / 2), v = y / (HeadHeightMetres / 2);
        if ((u * u) + (v * v) <= 1)
        {
            celsius = Face(u, v);
            return true;
        }

        if (Math.Abs(x) < 0.055 && y is < -0.05 and > -0.17)
        {
            celsius = _person.FaceCelsius - 1.2;
            return true;
        }

        // Shoulders slope from the neck; clothing is half way between skin and air.
        double shoulder = -0.15 - (0.25 * Math.Max(Math.Abs(x) - 0.05, 0));
        if (Math.Abs(x) < 0.22 && y < shoulder)
        {
            celsius = _ambient + (0.4 * (_person.FaceCelsius - _ambient));
            return true;
        }

        celsius = 0;
        return false;
    }

    /// <param name="u">Across the head, -1 to 1.</param>
    /// <param name="v">Up the head, -1 at the chin to 1 at the crown.</param>
    private double Face(double u, double v)
    {
        double skin = _person.FaceCelsius;
        if (v > 0.62)
        {
            return skin - 5.5;
        }

        if ((v + 1) / 2 < _person.Covered)
        {
            return _ambient + (0.65 * (skin - _ambient));
        }

        if (_person.Glasses && v is > 0 and < 0.3 && Math.Abs(u) is > 0.1 and < 0.85)
        {
            return _ambient + 5;
        }

        // The corners of the eyes; then what lies between them cools towards cheeks and chin.
        double eye = Math.Exp(-(Square((Math.Abs(u) - 0.24) / 0.2) + Square((v - 0.16) / 0.16)));
        double forehead = v > 0.25 ? 0.5 + _person.ForeheadChillCelsius : 0;
        double cheek = v < 0 ? 1.1 - (0.3 * v) : 0.6;
        double nose = Math.Exp(-(Square(u / 0.16) + Square((v + 0.12) / 0.14))) * 1.8;
        double rim = 1.5 * Math.Pow(u * u, 2);
        double below = (v > 0.25 ? forehead : cheek) + nose + rim;
        return skin - (below * (1 - eye));
    }

    private static double Square(double value) => value * value;
}
