using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Brings generations that had to be left over into the journal in use, one after the other, in the background.</summary>
internal sealed class Salvager(IJournalFolder folder, OutboxOptions options, HashChain chain, PayloadSeal seal, Action<string, string> alarm)
{
    private readonly HashSet<int> _known = [];
    private long _lost;

    /// <summary>Set by the outbox: works on the journal in use, between two commits; false when that fails.</summary>
    public Func<Func<JournalDatabase, bool>, bool> Work { get; set; } = static _ => false;

    /// <summary>Events lost to damage since start.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Completes when everything that can be kept has been brought over.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    public bool Knows(int generation) => _known.Contains(generation);

    /// <summary>Called under the commit lock.</summary>
    public void Start(ISalvageSource source, int generation)
    {
        _known.Add(generation);
        Done = Done.ContinueWith(_ => Run(source, generation), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public void CountLost(long events) => Interlocked.Add(ref _lost, events);

    private void Run(ISalvageSource source, int generation)
    {
        using (source)
        {
            var salvage = new Salvage(source, seal, options.Site);
            foreach (LinkedRow[] slice in salvage.Slices())
            {
                if (!Work(database => salvage.Insert(database, slice, chain)))
                {
                    // The next start finds the file again and goes on.
                    return;
                }
            }

            if (Work(database => Finish(database, salvage, generation)))
            {
                Retire(generation);
            }
        }
    }

    private bool Finish(JournalDatabase database, Salvage salvage, int generation)
    {
        salvage.FillHoles(database);
        database.ReadEpochs();
        CountLost(salvage.Lost);
        alarm(OutboxAlarms.Replaced, $"Salvage of journal {generation} is done: {salvage.Kept} events kept, {salvage.Lost} known to be lost, each with a gap record; the newest may be missing too.");
        return true;
    }

    private void Retire(int generation)
    {
        string name = Generations.Name(generation);
        if (folder.Exists(name))
        {
            folder.Move(name, Generations.SalvagedName);
        }

        foreach (string rest in (string[])[name + Generations.LogSuffix, name + Generations.IndexSuffix])
        {
            if (folder.Exists(rest))
            {
                folder.Delete(rest);
            }
        }
    }
}
