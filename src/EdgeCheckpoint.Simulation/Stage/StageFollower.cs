using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>Makes a simulated sensor see what the stage file says, as soon as the file changes, and lets the people act at the gate.</summary>
/// <param name="folder">Folder of the stage; see <see cref="StageFiles"/>.</param>
/// <param name="gate">Null where the gate is a real one.</param>
public sealed class StageFollower(string folder, ThermalScene scene, SimulatedMlx90640 sensor, SimulatedSite? gate, TimeProvider time)
{
    /// <summary>From the gate's opening to the first step through it.</summary>
    private static readonly TimeSpan Hesitation = TimeSpan.FromMilliseconds(600);

    private DateTime _readAt;
    private StagedSite _site = new();
    private long _openedAt;
    private bool _acted;

    /// <summary>Looks at the file and at the gate; call it a few times a second.</summary>
    public void Follow()
    {
        Read();
        Act();
    }

    private void Read()
    {
        string path = StageFiles.Site(folder);
        DateTime changedAt = File.GetLastWriteTimeUtc(path);
        if (changedAt == _readAt || !StagedSite.TryRead(path, out StagedSite site))
        {
            return;
        }

        _readAt = changedAt;
        _site = site;
        scene.SetAmbient(site.AmbientCelsius);
        scene.SetPeople([.. site.People.Select(static p => new ScenePerson(p.FaceCelsius, p.DistanceMetres, p.AcrossMetres))]);
        sensor.Plugged = site.SensorPlugged;
    }

    private void Act()
    {
        if (gate is not { IsOpen: true })
        {
            _openedAt = 0;
            _acted = false;
        }
        else if (_openedAt == 0)
        {
            _openedAt = time.GetTimestamp();
        }
        else if (!_acted && time.GetElapsedTime(_openedAt) >= Hesitation)
        {
            _acted = true;
            switch (_site.Passage)
            {
                case StagedPassage.TurnBack:
                    gate.TurnBack();
                    break;
                case StagedPassage.Force:
                    gate.Force();
                    break;
                default:
                    gate.Walk();
                    break;
            }
        }
    }
}
