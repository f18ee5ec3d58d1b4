using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>The district's own folder of revocations: the snapshot, and the changes since, each a signed document.</summary>
internal sealed class RevocationDesk(string folder, string district, ISigner signer, TrustedKeySet own)
{
    public string SnapshotFile { get; } = Path.Combine(folder, "revocations" + SignedDocument.Extension);

    public string DeltaFile { get; } = Path.Combine(folder, "revocations-delta" + SignedDocument.Extension);

    /// <summary>Writes the next delta, with these revoked or restored.</summary>
    /// <exception cref="InvalidDataException">A file in the folder is not this district's, the delta is full, or no kiosk would take the document.</exception>
    public DocumentManifest Change(IReadOnlyList<ListHash> hashes, bool restore, DateTimeOffset now, TimeSpan lifetime, TimeSpan next, out RevocationDelta delta)
    {
        Directory.CreateDirectory(folder);
        DocumentManifest? snapshot = File.Exists(SnapshotFile) ? Read(SnapshotFile, out _) : null;
        DocumentManifest? last = null;
        delta = RevocationDelta.Empty;
        if (File.Exists(DeltaFile))
        {
            last = Read(DeltaFile, out byte[] body);

            // A delta to an earlier snapshot is in the snapshot by now; only its number still counts.
            if (last.Base == (snapshot?.Version ?? 0))
            {
                delta = RevocationDelta.Parse(body) ?? throw new InvalidDataException($"{DeltaFile} holds no list of changes.");
            }
        }

        delta = restore ? delta.Without(hashes) : delta.With(hashes);
        if (delta.Added.Count > RevocationDelta.MaxEntries || delta.Removed.Count > RevocationDelta.MaxEntries)
        {
            throw new InvalidDataException($"more than {RevocationDelta.MaxEntries} changes since the snapshot; make a new one with --snapshot.");
        }

        return Write(DocumentKind.RevocationsDelta, delta.Write(), last?.Version, snapshot?.Version ?? 0, now, lifetime, next, DeltaFile);
    }

    /// <summary>Writes a snapshot that holds the last one and all changes since.</summary>
    /// <exception cref="InvalidDataException">A file in the folder is not this district's.</exception>
    public DocumentManifest Compact(DateTimeOffset now, TimeSpan lifetime, TimeSpan next, out int count)
    {
        Directory.CreateDirectory(folder);
        byte[] old = [];
        DocumentManifest? snapshot = File.Exists(SnapshotFile) ? Read(SnapshotFile, out old) : null;
        RevocationDelta delta = RevocationDelta.Empty;
        if (File.Exists(DeltaFile) && Read(DeltaFile, out byte[] body).Base == (snapshot?.Version ?? 0))
        {
            delta = RevocationDelta.Parse(body) ?? throw new InvalidDataException($"{DeltaFile} holds no list of changes.");
        }

        ListHash[] kept = [.. Hashes(old).Where(h => !delta.Removed.Contains(h)).Concat(delta.Added).Distinct().Order()];
        count = kept.Length;
        byte[] all = new byte[kept.Length * ListHash.Bytes];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i].Write(all.AsSpan(i * ListHash.Bytes));
        }

        return Write(DocumentKind.Revocations, all, snapshot?.Version, null, now, lifetime, next, SnapshotFile);
    }

    private static IEnumerable<ListHash> Hashes(byte[] body)
    {
        for (int i = 0; i < body.Length; i += ListHash.Bytes)
        {
            yield return ListHash.Read(body.AsSpan(i));
        }
    }

    private DocumentManifest Read(string file, out byte[] body)
    {
        using FileStream stream = File.OpenRead(file);
        using var to = new MemoryStream();
        DocumentFault fault = SignedDocument.ReadHead(stream, own, default, out DocumentManifest? manifest, out _);
        fault = fault == DocumentFault.None ? SignedDocument.ReadBody(stream, manifest!, to) : fault;
        body = to.ToArray();
        return fault == DocumentFault.None && manifest!.District == district
            ? manifest
            : throw new InvalidDataException($"{file} cannot be continued: {(fault == DocumentFault.None ? "it is another district's" : Words.Of(fault))}.");
    }

    private DocumentManifest Write(DocumentKind kind, byte[] body, long? last, long? snapshot, DateTimeOffset now, TimeSpan lifetime, TimeSpan next, string file)
    {
        DateTimeOffset second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var manifest = new DocumentManifest(kind, district, Math.Max(second.ToUnixTimeSeconds(), (last ?? 0) + 1), second, second + lifetime, second + next, 0, "", snapshot);
        if (manifest.Problem() is { } problem)
        {
            throw new InvalidDataException($"{problem}.");
        }

        string temporary = file + ".new";
        using (FileStream to = File.Create(temporary))
        {
            using var from = new MemoryStream(body);
            manifest = SignedDocument.Write(to, manifest, from, signer);
            to.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
        return manifest;
    }
}
