using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Simulation.Stage;

/// <summary>What is before a simulated kiosk, as <c>stage.json</c> holds it; people write it by hand, too, and leave out what is as usual.</summary>
/// <remarks>Setters, not initialisers: generated JSON code would overwrite the default of an absent initialiser.</remarks>
public sealed record StagedSite
{
    /// <summary>Air temperature, °C.</summary>
    public double AmbientCelsius { get; set; } = 22;

    public IReadOnlyList<StagedPerson> People { get; set; } = [];

    /// <summary>False: the thermal sensor is unplugged.</summary>
    public bool SensorPlugged { get; set; } = true;

    /// <summary>What people do when the gate opens.</summary>
    public StagedPassage Passage { get; set; } = StagedPassage.Walk;

    /// <summary>Reads a stage file. A half-written or wrong file is no stage.</summary>
    public static bool TryRead(string path, out StagedSite site)
    {
        site = new StagedSite();
        try
        {
            site = JsonSerializer.Deserialize(File.ReadAllText(path), StageJson.Default.StagedSite) ?? site;
            return true;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Replaces the stage file in one step, so that no reader sees half of it.</summary>
    public void Write(string path)
    {
        string next = path + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(this, StageJson.Default.StagedSite));
        File.Move(next, path, overwrite: true);
    }
}

/// <summary>A person on the stage.</summary>
/// <param name="FaceCelsius">Skin temperature at the warmest place of the face, °C.</param>
/// <param name="DistanceMetres">From the sensor, m.</param>
/// <param name="AcrossMetres">To the right of the sensor's axis, m.</param>
public sealed record StagedPerson(double FaceCelsius = 36.5, double DistanceMetres = 0.7, double AcrossMetres = 0);

/// <summary>What people do when the gate opens.</summary>
public enum StagedPassage
{
    /// <summary>One person walks through.</summary>
    Walk,

    /// <summary>Nobody walks through.</summary>
    TurnBack,

    /// <summary>Somebody pushes the gate by force.</summary>
    Force,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StagedSite))]
internal sealed partial class StageJson : JsonSerializerContext;
