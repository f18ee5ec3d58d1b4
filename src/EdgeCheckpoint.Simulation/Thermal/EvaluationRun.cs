using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>One chip at its gate, and the people who come one after another.</summary>
internal sealed class EvaluationRun : IDisposable
{
    private const int EmptyPictures = 12;
    private const int PicturesAVisit = 14;

    /// <summary>Skin follows the room, °C for each °C.</summary>
    private const double SkinFollowsRoom = 0.05;

    private static readonly SceneObject Reference = new(37, -0.3, 0.1, 0.045, 0.8);

    private readonly WaitDrivenTime _time = new();
    private readonly ThermalScene _scene = new();
    private readonly ThermalFrame _frame = new(Mlx90640Registers.Columns, Mlx90640Registers.Rows);
    private readonly Mlx90640Sensor _sensor;
    private readonly SubjectTracker _tracker;
    private readonly GaussianNoise _noise;
    private readonly EvaluationCondition _condition;
    private readonly bool _judgesDifference;
    private readonly double _ambient;

    public EvaluationRun(GaussianNoise noise, ScreeningMethod method, EvaluationCondition condition, int chip)
    {
        _noise = noise;
        _condition = condition;
        _ambient = 21.5 + Math.Clamp(_noise.Next(), -1.5, 1.5);
        _scene.SetObjects(method == ScreeningMethod.Blackbody ? [Reference] : []);
        var options = new SimulatedMlx90640Options { Seed = chip, OffsetCelsius = 0.7 * _noise.Next() };
        _sensor = new Mlx90640Sensor(new SimulatedMlx90640(_scene, _time, options), _time, new Mlx90640Options { WarmUp = TimeSpan.Zero });
        _tracker = new SubjectTracker(_frame.Width, _frame.Height, _sensor.Traits, new ThermalOptions { WarmUp = TimeSpan.Zero, Method = method });
        _judgesDifference = method == ScreeningMethod.Baseline;
    }

    /// <summary>Normal people who pass before any is counted.</summary>
    public int PeopleToWarmUp => _judgesDifference ? new BaselineOptions().SamplesAtMost : 0;

    public void Dispose() => _sensor.Dispose();

    /// <summary>Somebody comes, stands there for 1.75 s and leaves.</summary>
    /// <returns>Error of the last reading, and what a cut is compared with: the reading, or by how much it is above the people before. Null without a reading.</returns>
    public (double Error, double Score)? Visit(double face, double distanceMetres)
    {
        double room = _ambient + (0.3 * _noise.Next());
        _scene.SetPeople();
        Observe(EmptyPictures, room);
        double skin = face + (SkinFollowsRoom * (room - 21.5));
        _scene.SetPeople(new ScenePerson(skin, distanceMetres, 0.04 * _noise.Next()) { SwayMetres = _condition.SwayMetres * Math.Abs(_noise.Next()) });
        if (Observe(PicturesAVisit, room) is not { Reading: { } reading } last)
        {
            return null;
        }

        double above = reading.Celsius - _tracker.UsualCelsius(last.At);
        return _judgesDifference ? (above - (face - ScreeningEvaluation.MeanFaceCelsius), above) : (reading.Celsius - face, reading.Celsius);
    }

    /// <returns>The last observation with a reading; null without one.</returns>
    private SubjectObservation? Observe(int pictures, double room)
    {
        SubjectObservation? last = null;
        for (int i = 0; i < pictures; i++)
        {
            _scene.SetAmbient(room + (_condition.DriftCelsiusAnHour * MonotonicInstant.Now(_time).SinceStart.TotalHours));
            if (_sensor.Read(_frame, CancellationToken.None) == SensorFault.None && _tracker.Observe(_frame) is { Reading: not null } seen)
            {
                last = seen;
            }
        }

        return last;
    }
}
