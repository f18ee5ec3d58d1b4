using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>The mode that a command set, in a small file beside the journal, so that neither a restart nor a power cut takes it back.</summary>
/// <remarks>It counts until lane:mode is changed: whoever changes that on the spot has decided anew.</remarks>
internal sealed class KeptMode
{
    public const string FileName = "mode.json";

    private readonly string _file;
    private readonly KioskMode _configured;

    public KeptMode(KioskOptions options)
    {
        _file = Path.Combine(options.Journal.Folder, FileName);
        _configured = options.Lane.Mode;
        Kept? kept = Read();
        IsOutdated = kept is not null && kept.Configured != _configured;
        AtStart = kept is null || IsOutdated ? _configured : kept.Mode;
        if (IsOutdated)
        {
            TryKeep(_configured);
        }
    }

    /// <summary>Mode the kiosk starts in.</summary>
    public KioskMode AtStart { get; }

    /// <summary>Whether a mode was kept that lane:mode has overruled since.</summary>
    public bool IsOutdated { get; }

    /// <returns>False when the disk refuses: the mode then ends with the service.</returns>
    public bool TryKeep(KioskMode mode)
    {
        try
        {
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(new Kept(mode, _configured), KeptModeJson.Default.Kept));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A damaged file counts as none.</summary>
    private Kept? Read()
    {
        try
        {
            return File.Exists(_file) ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), KeptModeJson.Default.Kept) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Configured">What lane:mode said then.</param>
    internal sealed record Kept(KioskMode Mode, KioskMode Configured);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Screen.KebabConverter<KioskMode>)])]
[JsonSerializable(typeof(KeptMode.Kept))]
internal sealed partial class KeptModeJson : JsonSerializerContext;
