using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Core.Tests.Lists;

/// <summary>Admissions kept in memory.</summary>
internal sealed class ListStore : IPassUseStore
{
    public List<PassUse> Uses { get; } = [];

    public IReadOnlyList<PassUse> Load() => [.. Uses];

    public void Append(PassUse use) => Uses.Add(use);

    public void Forget(DateTimeOffset before) => Uses.RemoveAll(u => u.At < before);
}
