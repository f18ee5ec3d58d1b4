using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Core.Tests.Lists;

/// <summary>Admissions kept in memory.</summary>
internal sealed class ListStore : IPassUseStore
{
    public List<PassUse> Uses { get; } = [];

    public IReadOnlyList<PassUse> Load(int newest)
    {
        Uses.RemoveRange(0, Math.Max(0, Uses.Count - newest));
        return [.. Uses];
    }

    public void Append(PassUse use, int newest)
    {
        Uses.Add(use);
        Load(newest);
    }
}
