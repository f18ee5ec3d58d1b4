using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>What became of an offered document.</summary>
/// <param name="Fault"><see cref="DocumentFault.None"/> when it is in force now.</param>
/// <param name="Manifest">What it says of itself, as far as its signature was proved; else null.</param>
/// <param name="Detail">A sentence for the log and the alarm.</param>
internal readonly record struct ImportResult(DocumentFault Fault, DocumentManifest? Manifest, string Detail)
{
    /// <summary>What it is, or only says it is where its signature was not proved; null where it says nothing.</summary>
    public DocumentKind? Kind { get; init; } = Manifest?.Kind;

    /// <summary>Whether somebody must look at it: somebody tried, something broke, or the issuer erred. Repeats and late arrivals are everyday.</summary>
    public bool IsAlarming => Fault is not (DocumentFault.None or DocumentFault.Unchanged or DocumentFault.OtherBase or DocumentFault.Superseded);
}
