using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Owns the folder and the generation in use; leaves a broken generation for a new one and has the old one salvaged. Called under the commit lock.</summary>
internal sealed class JournalOwner(IJournalFolder folder, OutboxOptions options, byte[] chainKey, PayloadSeal seal, Action<string, string> alarm) : IDisposable
{
    private const string ReserveName = "reserve.bin";

    /// <summary>Given up when the disk is full, so that old events can be removed: removing needs room in the log first.</summary>
    private const int ReserveBytes = 1 << 20;

    private readonly HashSet<int> _salvaging = [];
    private volatile OpenJournal? _journal;
    private IDisposable? _lock;
    private bool _reserveReleased;
    private int _generation;

    /// <summary>Null while nothing is open. Read from any thread; only what the journal says is safe there may be used.</summary>
    public OpenJournal? Journal
    {
        get => _journal;
        private set => _journal = value;
    }

    /// <summary>Events lost to damage since start.</summary>
    public long Lost { get; private set; }

    public Task Salvaged { get; private set; } = Task.CompletedTask;

    /// <summary>Set by the outbox: runs work under the commit lock.</summary>
    public Func<Func<bool>, bool> Between { get; set; } = static work => work();

    public static string NewEpochName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public void CountLost() => Lost++;

    /// <summary>Opens what must be opened. SQLite's faults come through, for <see cref="Leave"/>.</summary>
    public OutboxFault Ensure()
    {
        try
        {
            if (Journal is not null)
            {
                if (Journal.IsInPlace())
                {
                    return OutboxFault.None;
                }

                Replace();
            }

            _lock ??= folder.TryOwn();
            if (_lock is null)
            {
                return OutboxFault.Owned;
            }

            OpenNewest();
            return OutboxFault.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return OutboxFault.Io;
        }
    }

    /// <summary>Closes a journal that failed; after damage the next <see cref="Ensure"/> begins a new generation.</summary>
    public bool Leave(OpenJournal? journal, SqliteException fault)
    {
        if (journal != Journal)
        {
            return false;
        }

        Journal = null;
        journal?.Dispose();
        if (SqliteFaults.IsDamage(fault))
        {
            _generation++;
            alarm(OutboxAlarms.Replaced, $"The journal is damaged ({fault.SqliteExtendedErrorCode}); a new epoch begins and what can be read is kept.");
        }

        return true;
    }

    /// <summary>False when the reserve is gone already.</summary>
    public bool ReleaseReserve()
    {
        if (!folder.Exists(ReserveName))
        {
            return false;
        }

        _reserveReleased = true;
        folder.Delete(ReserveName);
        return true;
    }

    public void Dispose()
    {
        Journal?.Dispose();
        Journal = null;
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>The files are gone from under the open journal: everything can still be read through it.</summary>
    private void Replace()
    {
        OpenJournal deleted = Journal!;
        Journal = null;
        _generation = deleted.Generation + 1;
        alarm(OutboxAlarms.Replaced, "The journal's files were moved or deleted while it was open; a new epoch begins and what can be read is kept.");
        StartSalvage(new DeletedFile(deleted), deleted.Generation);
    }

    private void OpenNewest()
    {
        IReadOnlyList<int> present = Generations.Present(folder);
        _generation = Math.Max(_generation, present.Count > 0 ? present[^1] : 1);
        Journal = OpenJournal.Open(folder, _generation, options.CheckpointPages, Topics.Prefix(options.Site), NewEpochName, chainKey);
        foreach (int old in present.Where(g => g < _generation && !_salvaging.Contains(g)))
        {
            StartSalvage(DamagedFile.Open(folder, old), old);
        }

        MakeReserve();
    }

    private void MakeReserve()
    {
        if (_reserveReleased || folder.Exists(ReserveName))
        {
            return;
        }

        try
        {
            folder.Reserve(ReserveName, ReserveBytes);
        }
        catch (IOException)
        {
            // No room for it; half a reserve is of no use.
            _reserveReleased = true;
            folder.Delete(ReserveName);
        }
    }

    private void StartSalvage(ISalvageSource source, int generation)
    {
        _salvaging.Add(generation);
        Salvaged = Salvaged.ContinueWith(_ => Salvage(source, generation), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Salvage(ISalvageSource source, int generation)
    {
        using (source)
        {
            var salvage = new Salvage(source, seal, options.Site);
            foreach (LinkedRow[] slice in salvage.Slices())
            {
                if (!Between(() => TryInsert(database => salvage.Insert(database, slice, chainKey))))
                {
                    // The next start finds the file again and goes on.
                    return;
                }
            }

            if (Between(() => TryInsert(database => Finish(database, salvage, generation))))
            {
                Retire(generation);
            }
        }
    }

    private bool TryInsert(Action<JournalDatabase> work)
    {
        try
        {
            if (Journal is null || Ensure() != OutboxFault.None)
            {
                return false;
            }

            work(Journal.Database);
            return true;
        }
        catch (SqliteException e)
        {
            Leave(Journal, e);
            return false;
        }
    }

    private void Finish(JournalDatabase database, Salvage salvage, int generation)
    {
        salvage.FillHoles(database);
        database.ReadEpochs();
        Lost += salvage.Lost;
        alarm(OutboxAlarms.Replaced, $"Salvage of journal {generation} is done: {salvage.Kept} events kept, {salvage.Lost} known to be lost, each with a gap record; the newest may be missing too.");
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
