using System.Reflection;

namespace EdgeCheckpoint.Contract;

/// <summary>Every reason code of the contract; each language must have a sentence for it.</summary>
public static class ReasonCodes
{
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static f => f.IsLiteral)
            .Select(static f => (string)f.GetRawConstantValue()!)];
}
