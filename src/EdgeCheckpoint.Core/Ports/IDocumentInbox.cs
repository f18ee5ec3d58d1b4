namespace EdgeCheckpoint.Core.Ports;

/// <summary>Takes documents that arrive from the district. Who brings them proves nothing; the inbox does.</summary>
public interface IDocumentInbox
{
    /// <summary>Hands over one document as it came. Never blocks and never throws; one too many is dropped, because the broker keeps the last of each.</summary>
    /// <param name="name">Last level of its topic, such as <c>trust-list</c>.</param>
    void Offer(string name, ReadOnlyMemory<byte> document);
}
