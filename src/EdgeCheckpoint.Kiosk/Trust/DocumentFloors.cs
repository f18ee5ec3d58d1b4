using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>The newest version of each kind that was ever in force, in a file of its own, so that deleting a document is no way back to an older one.</summary>
internal sealed class DocumentFloors(string file)
{
    private readonly Dictionary<string, DocumentFloor> _floors = Read(file);

    public DocumentFloor? Of(DocumentKind kind) => _floors.TryGetValue(Words.Of(kind), out DocumentFloor floor) ? floor : null;

    /// <summary>Raises the floor to this document; a floor never sinks.</summary>
    public void Raise(DocumentManifest manifest)
    {
        if (Of(manifest.Kind) is { } floor && floor.Version >= manifest.Version)
        {
            return;
        }

        _floors[Words.Of(manifest.Kind)] = new DocumentFloor(manifest.Version, manifest.BodySha256);
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(_floors));
    }

    /// <summary>A damaged file counts as none: the documents themselves then set the floors again.</summary>
    private static Dictionary<string, DocumentFloor> Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, DocumentFloor>>(File.ReadAllBytes(file)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
