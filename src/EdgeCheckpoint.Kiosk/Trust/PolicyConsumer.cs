using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Brings policies into force.</summary>
internal sealed class PolicyConsumer(PolicyInForce policy) : IDocumentConsumer
{
    public DocumentKind Kind => DocumentKind.Policy;

    public string? Prepare(StoredDocument document, out Action<StoredDocument> commit)
    {
        PolicyParseResult read = PolicyDocument.Parse(document.ReadBody());
        commit = _ => policy.Replace(read.Policy!);
        return read.Issues.Count > 0 ? $"{read.Issues.Count} errors, the first at {read.Issues[0]}" : null;
    }
}
