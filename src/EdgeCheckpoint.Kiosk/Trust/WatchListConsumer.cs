using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Brings watch-lists into force; only in memory are they ever open.</summary>
internal sealed class WatchListConsumer(WatchList list, WatchListKeys keys) : IDocumentConsumer
{
    public DocumentKind Kind => DocumentKind.WatchList;

    public string? Prepare(StoredDocument document, out Action<StoredDocument> commit)
    {
        IReadOnlyList<WatchListEntry>? entries = WatchListBody.Open(document.ReadBody(), keys);
        commit = _ => list.Replace(keys, entries!);
        return entries is null ? "it cannot be opened with this kiosk's watch-list secret" : null;
    }
}
