using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Brings trust lists into force.</summary>
internal sealed class TrustListConsumer(TrustInForce keys, ISignatureAlgorithms algorithms) : IDocumentConsumer
{
    public DocumentKind Kind => DocumentKind.TrustList;

    public string? Prepare(StoredDocument document, out Action<StoredDocument> commit)
    {
        TrustFile read = TrustListBody.Read(document.ReadBody(), algorithms);
        commit = _ => keys.Replace(read.ToSet());
        return read.Faults.Count > 0 ? read.Faults[0] : null;
    }
}
