namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>The files of a stage folder.</summary>
public static class StageFiles
{
    /// <summary>What the thermal sensor and the gate meet.</summary>
    public static string Site(string folder) => Path.Combine(folder, "stage.json");

    /// <summary>What the camera sees.</summary>
    public static string Picture(string folder) => Path.Combine(folder, "camera.pgm");
}
