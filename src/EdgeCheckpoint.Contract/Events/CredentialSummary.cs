namespace EdgeCheckpoint.Contract.Events;

/// <summary>What the district learns of a code: never the code, never a name.</summary>
/// <param name="Format">Prefix of the format without its colon, such as <c>ECP1</c> or <c>HC1</c>; <c>unknown</c> otherwise.</param>
/// <param name="Kind">Kind within the format, such as <c>personal</c> or <c>exit</c>.</param>
/// <param name="Token">Pseudonym of the subject: a keyed hash that only the district can relate to a person; null where none could be proved.</param>
/// <param name="KeyId">Key that signed it, hexadecimal; null where no signature was proved.</param>
/// <param name="Valid">Whether the code was proved genuine and current.</param>
public sealed record CredentialSummary(string Format, string? Kind, string? Token, string? KeyId, bool Valid);
