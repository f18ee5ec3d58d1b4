using System.Reflection;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Every reason code of the contract; each language must have a sentence for it.</summary>
internal static class ReasonCodes
{
    internal static IReadOnlyList<string> All { get; } =
        [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static f => f.IsLiteral)
            .Select(static f => (string)f.GetRawConstantValue()!)];
}
