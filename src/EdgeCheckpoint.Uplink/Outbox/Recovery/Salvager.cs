using EdgeCheckpoint.Uplink.Outbox.Journal;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>Brings generations that had to be left over into the journal in use, one after the other, in the background.</summary>
internal sealed class Salvager(IJournalFolder folder, OutboxOptions options, PayloadSeal seal, TimeProvider time, Action<string, string> alarm)
{
    /// <summary>Before it is tried again: long enough that a full disk is not read over and over.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly HashSet<int> _known = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lost;

    /// <summary>Set by the outbox: works on the journal in use, between two commits; false when that fails.</summary>
    public Func<Func<JournalDatabase, bool>, bool> Work { get; set; } = static _ => false;

    /// <summary>Events lost to damage since start.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Completes when everything that can be kept has been brought over, or after <see cref="Stop"/>.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    public bool Knows(int generation) => _known.Contains(generation);

    /// <summary>Called under the commit lock.</summary>
    /// <param name="open">Opens what is left of it.</param>
    /// <param name="marked">How far its epochs are known to have been.</param>
    public void Start(int generation, Func<ISalvageSource> open, IReadOnlyList<EpochState> marked)
    {
        _known.Add(generation);
        Done = Done.ContinueWith(_ => RunAsync(generation, open, marked), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
    }

    public void CountLost(long events) => Interlocked.Add(ref _lost, events);

    /// <summary>Ends what is under way; the next start finds the file again and goes on.</summary>
    public void Stop() => _stopped.TrySetResult();

    private async Task RunAsync(int generation, Func<ISalvageSource> open, IReadOnlyList<EpochState> marked)
    {
        try
        {
            using ISalvageSource source = open();
            while (!_stopped.Task.IsCompleted && !TryBringOver(generation, source, marked))
            {
                await _stopped.Task.WaitAsync(Pause, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"{Generations.Name(generation)} cannot be brought over: {e.Message} The next start tries again.");
        }
    }

    /// <summary>False when the journal in use could not be worked on, or is no longer the one that the first rows went to: then all of it must go in again.</summary>
    private bool TryBringOver(int generation, ISalvageSource source, IReadOnlyList<EpochState> marked)
    {
        var salvage = new Salvage(source, seal, options.Site, marked);
        string? target = null;
        bool Into(Action<JournalDatabase> work) => Work(database =>
        {
            target ??= database.Connection.DataSource;
            if (database.Connection.DataSource != target)
            {
                return false;
            }

            work(database);
            return true;
        });

        if (!salvage.Slices().All(slice => Into(database => salvage.Insert(database, slice))))
        {
            return false;
        }

        if (salvage.IsForeign)
        {
            Tell($"{Generations.Name(generation)} holds {salvage.Closed} events that this device cannot open with its secret; the file stays as it is. They are delivered when the device starts with its former name and secret again.");
            return true;
        }

        if (!Into(database => Finish(database, salvage, generation, isEndKnown: marked.Count > 0)))
        {
            return false;
        }

        Retire(generation);
        return true;
    }

    private void Finish(JournalDatabase database, Salvage salvage, int generation, bool isEndKnown)
    {
        salvage.Finish(database, time.GetUtcNow().ToUnixTimeMilliseconds());
        CountLost(salvage.Lost);
        alarm(OutboxAlarms.Replaced, $"Salvage of journal {generation} is done: {salvage.Kept} events kept, {salvage.Lost} known to be lost, each with a gap record{(isEndKnown ? "" : "; the newest may be missing too")}.");
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
