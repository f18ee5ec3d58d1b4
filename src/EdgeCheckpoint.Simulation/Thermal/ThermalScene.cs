namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A person in front of the sensor.</summary>
/// <param name="FaceCelsius">Skin temperature at the warmest place of the face, the inner corners of the eyes, °C.</param>
/// <param name="DistanceMetres">From the sensor to the face, m.</param>
/// <param name="AcrossMetres">To the right of the sensor's axis, m.</param>
public sealed record ScenePerson(double FaceCelsius, double DistanceMetres, double AcrossMetres = 0)
{
    /// <summary>Height of the face's middle above the sensor's axis, m. Default 0.</summary>
    public double UpMetres { get; init; }

    /// <summary>Sways by this much, m, left and right once a second. Default 0: still.</summary>
    public double SwayMetres { get; init; }

    /// <summary>Wears glasses: their lenses hide the eyes at about ambient temperature.</summary>
    public bool Glasses { get; init; }

    /// <summary>Share of the face that is covered from below, 0 to 1: a mask covers 0.45.</summary>
    public double Covered { get; init; }

    /// <summary>How much colder the forehead is than usual, °C: somebody who comes in from the cold.</summary>
    public double ForeheadChillCelsius { get; init; }
}

/// <summary>A warm body that is nobody: a cup, a lamp, the reference. A disc.</summary>
/// <param name="Celsius">Its temperature, °C.</param>
/// <param name="AcrossMetres">Middle, to the right of the axis, m.</param>
/// <param name="UpMetres">Middle, above the axis, m.</param>
/// <param name="RadiusMetres">m.</param>
/// <param name="DistanceMetres">From the sensor, m.</param>
public sealed record SceneObject(double Celsius, double AcrossMetres, double UpMetres, double RadiusMetres, double DistanceMetres);

/// <summary>All that is before the sensor at one moment.</summary>
public sealed record SceneContent
{
    /// <summary>Air and walls, °C.</summary>
    public double AmbientCelsius { get; init; } = 22;

    /// <summary>How much warmer the wall is at the top of the picture than at its foot, °C.</summary>
    public double WallGradientCelsius { get; init; } = 1;

    public IReadOnlyList<ScenePerson> People { get; init; } = [];

    public IReadOnlyList<SceneObject> Objects { get; init; } = [];
}

/// <summary>What simulated sensors look at; may be changed from any thread while they run.</summary>
public sealed class ThermalScene(SceneContent content)
{
    private volatile SceneContent _content = content;

    public ThermalScene()
        : this(new SceneContent())
    {
    }

    public SceneContent Content
    {
        get => _content;
        set => _content = value ?? throw new ArgumentNullException(nameof(value));
    }

    public void SetAmbient(double celsius) => Change(c => c with { AmbientCelsius = celsius });

    public void SetPeople(params IReadOnlyList<ScenePerson> people) => Change(c => c with { People = people });

    public void SetObjects(params IReadOnlyList<SceneObject> objects) => Change(c => c with { Objects = objects });

    public void Clear() => Change(static c => c with { People = [], Objects = [] });

    private void Change(Func<SceneContent, SceneContent> change)
    {
        SceneContent before, after;
        do
        {
            before = _content;
            after = change(before);
        }
        while (Interlocked.CompareExchange(ref _content, after, before) != before);
    }
}
