namespace EdgeCheckpoint.Contract.Events;

/// <summary>A visitor's registration, sealed for the district before it touched the disk: the kiosk itself cannot read it again.</summary>
/// <param name="Record">Random identity of this registration.</param>
/// <param name="Sealed">The record as a <see cref="SealedBox"/>, base64.</param>
/// <param name="KeyId">Identity of the district's key it is sealed for, hexadecimal.</param>
/// <param name="KeepUntil">When every copy must be gone.</param>
/// <param name="Source"><c>form</c> for the touch screen, <c>text</c> for a text shown as a code.</param>
/// <param name="Notice">Version of the privacy notice shown at that moment.</param>
public sealed record VisitorEvent(string Record, string Sealed, string KeyId, DateTimeOffset KeepUntil, string Source, string Notice)
    : CheckpointEvent
{
    public const string KindName = "visitor";

    public override string Kind => KindName;
}
