using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>The newest version of each kind that was ever in force, in a file of its own, so that deleting a document is no way back to an older one.</summary>
internal sealed class DocumentFloors(string file)
{
    private readonly Dictionary<string, DocumentFloor> _floors = Read(file);

    public DocumentFloor? Of(DocumentKind kind) => _floors.TryGetValue(Words.Of(kind), out DocumentFloor floor) ? floor : null;

    /// <summary>Raises the floor to this document; a floor never sinks. Where the disk refuses, the document itself sets it again at the next start.</summary>
    public void Raise(DocumentManifest manifest)
    {
        if (Of(manifest.Kind) is { } floor && floor.Version >= manifest.Version)
        {
            return;
        }

        _floors[Words.Of(manifest.Kind)] = new DocumentFloor(manifest.Version, manifest.BodySha256);
        try
        {
            AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(_floors));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Raised in memory.
        }
    }

    /// <summary>A file that is damaged or cannot be read counts as none: the documents themselves then set the floors again.</summary>
    private static Dictionary<string, DocumentFloor> Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, DocumentFloor>>(File.ReadAllBytes(file)) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
