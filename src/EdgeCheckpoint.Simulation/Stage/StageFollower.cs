using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>Makes a simulated sensor see what the stage file says, as soon as the file changes.</summary>
/// <param name="folder">Folder of the stage; see <see cref="StageFiles"/>.</param>
public sealed class StageFollower(string folder, ThermalScene scene, SimulatedMlx90640 sensor)
{
    private DateTime _readAt;

    /// <summary>What is staged now.</summary>
    public StagedSite Site { get; private set; } = new();

    /// <summary>Looks at the file; call it a few times a second.</summary>
    public void Follow()
    {
        string path = StageFiles.Site(folder);
        DateTime changedAt = File.GetLastWriteTimeUtc(path);
        if (changedAt == _readAt || !StagedSite.TryRead(path, out StagedSite site))
        {
            return;
        }

        _readAt = changedAt;
        Site = site;
        scene.SetAmbient(site.AmbientCelsius);
        scene.SetPeople([.. site.People.Select(static p => new ScenePerson(p.FaceCelsius, p.DistanceMetres, p.AcrossMetres))]);
        sensor.Plugged = site.SensorPlugged;
    }
}
