using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Takes documents of one kind into use.</summary>
internal interface IDocumentConsumer
{
    DocumentKind Kind { get; }

    /// <summary>Reads the body and prepares it, without using it yet.</summary>
    /// <param name="commit">Brings it into force, given the document at its final place; cannot fail.</param>
    /// <returns>Null, or why the content cannot be used; then nothing changes.</returns>
    string? Prepare(StoredDocument document, out Action<StoredDocument> commit);
}
