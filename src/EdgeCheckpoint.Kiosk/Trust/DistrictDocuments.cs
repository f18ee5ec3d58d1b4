using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Where retained documents wait until they are judged. The network's thread only puts them down.</summary>
internal sealed class DistrictDocuments : IDocumentInbox
{
    private const int Capacity = 16;

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    public ChannelReader<byte[]> Waiting => _waiting.Reader;

    /// <remarks>The name of the topic is not looked at: the signed head says what a document is.</remarks>
    public void Offer(string name, ReadOnlyMemory<byte> document) => _waiting.Writer.TryWrite(document.ToArray());
}
