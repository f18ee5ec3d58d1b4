using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Brings generations that had to be left over into the journal in use, one after the other, in the background.</summary>
internal sealed class Salvager(IJournalFolder folder, OutboxOptions options, PayloadSeal seal, TimeProvider time, Action<string, string> alarm)
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
    /// <param name="open">Opens what is left of it.</param>
    /// <param name="marked">How far its epochs are known to have been.</param>
    public void Start(int generation, Func<ISalvageSource> open, IReadOnlyList<EpochState> marked)
    {
        _known.Add(generation);
        Done = Done.ContinueWith(_ => Run(generation, open, marked), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public void CountLost(long events) => Interlocked.Add(ref _lost, events);

    private void Run(int generation, Func<ISalvageSource> open, IReadOnlyList<EpochState> marked)
    {
        try
        {
            using ISalvageSource source = open();
            var salvage = new Salvage(source, seal, options.Site, marked);
            foreach (LinkedRow[] slice in salvage.Slices())
            {
                if (!Work(database => Insert(database, salvage, slice)))
                {
                    // The next start finds the file again and goes on.
                    return;
                }
            }

            if (salvage.IsForeign)
            {
                Tell($"{Generations.Name(generation)} holds {salvage.Closed} events that this device cannot open with its secret; the file stays as it is. They are delivered when the device starts with its former name and secret again.");
            }
            else if (Work(database => Finish(database, salvage, generation, isEndKnown: marked.Count > 0)))
            {
                Retire(generation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"{Generations.Name(generation)} cannot be brought over: {e.Message} The next start tries again.");
        }
    }

    private static bool Insert(JournalDatabase database, Salvage salvage, LinkedRow[] slice)
    {
        salvage.Insert(database, slice);
        return true;
    }

    private bool Finish(JournalDatabase database, Salvage salvage, int generation, bool isEndKnown)
    {
        salvage.Finish(database, time.GetUtcNow().ToUnixTimeMilliseconds());
        CountLost(salvage.Lost);
        alarm(OutboxAlarms.Replaced, $"Salvage of journal {generation} is done: {salvage.Kept} events kept, {salvage.Lost} known to be lost, each with a gap record{(isEndKnown ? "" : "; the newest may be missing too")}.");
        return true;
    }

    private void Tell(string what) => Work(_ =>
    {
        alarm(OutboxAlarms.Replaced, what);
        return true;
    });

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
