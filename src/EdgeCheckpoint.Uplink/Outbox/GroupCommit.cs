using System.Collections.Concurrent;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Lets concurrent callers share one commit. A lone caller commits at once: nobody ever waits for company.</summary>
/// <param name="commit">Commits a group and sets every entry's result; called by one thread at a time.</param>
/// <param name="limit">Most entries of a group.</param>
internal sealed class GroupCommit<TEntry>(Action<IReadOnlyList<TEntry>> commit, int limit)
    where TEntry : GroupCommitEntry
{
    private readonly ConcurrentQueue<TEntry> _waiting = new();
    private readonly Lock _commit = new();

    /// <summary>Returns when the entry's group was committed; its result says how.</summary>
    public void Run(TEntry entry)
    {
        _waiting.Enqueue(entry);
        while (true)
        {
            lock (_commit)
            {
                if (entry.Done)
                {
                    return;
                }

                var group = new List<TEntry>(1);
                while (group.Count < limit && _waiting.TryDequeue(out TEntry? next))
                {
                    group.Add(next);
                }

                commit(group);
                foreach (TEntry committed in group)
                {
                    committed.Done = true;
                }
            }
        }
    }

    /// <summary>Does other work on the journal between two commits.</summary>
    public T Between<T>(Func<T> work)
    {
        lock (_commit)
        {
            return work();
        }
    }
}

/// <summary>One caller's part of a group.</summary>
internal abstract class GroupCommitEntry
{
    /// <summary>Guarded by the commit lock.</summary>
    internal bool Done { get; set; }
}
