using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Owns the folder and the generation in use; leaves a broken generation for a new one and has the old one salvaged. Called under the commit lock.</summary>
internal sealed class JournalOwner(IJournalFolder folder, OutboxOptions options, HashChain chain, DiskRoom disk, Salvager salvager, Action<string, string> alarm) : IDisposable
{
    /// <summary>One for the work itself, two for remedies.</summary>
    public const int Attempts = 3;

    private readonly JournalMark _mark = new(folder, chain);
    private volatile OpenJournal? _journal;
    private IFolderLock? _lock;
    private bool _markIsKnown;
    private bool _markWasMissed;

    /// <summary>No generation below this is used again.</summary>
    private int _least = 1;

    /// <summary>Why the generation below was left; empty when that was told.</summary>
    private string _why = "";

    /// <summary>Reads that failed since the generation was opened for the first time.</summary>
    private int _unreadable;

    /// <summary>Null while nothing is open. Read from any thread; only what the journal says is safe there may be used.</summary>
    public OpenJournal? Journal
    {
        get => _journal;
        private set => _journal = value;
    }

    /// <summary>Opens what must be opened, trying again after a fault that a new file cures.</summary>
    public OutboxFault Ensure()
    {
        try
        {
            if (Journal is { } open)
            {
                if (open.IsInPlace())
                {
                    return OutboxFault.None;
                }

                Replace(open);
            }

            return IsOwned() ? OpenNewest() : OutboxFault.Owned;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return OutboxFault.Io;
        }
    }

    /// <summary>Works on the journal; on a full disk once more with the reserve. Another fault closes the journal and ends the work with false, for the next append to find out.</summary>
    public bool Work(Func<JournalDatabase, bool> work)
    {
        bool released = false;
        for (int attempt = 0; attempt < Attempts && Ensure() == OutboxFault.None; attempt++)
        {
            OpenJournal journal = Journal!;
            try
            {
                bool result = work(journal.Database);
                if (released)
                {
                    journal.Database.CheckpointAndTruncate();
                    disk.MakeReserve();
                }

                return result;
            }
            catch (SqliteException e)
            {
                if (Leave(journal, e) != OutboxFault.Full || !disk.Release())
                {
                    return false;
                }

                released = true;
            }
        }

        return false;
    }

    /// <summary>The disk is full: moves the log into the file, with the reserve's room, and makes the reserve again before anything is appended.</summary>
    public void Settle()
    {
        disk.Release();
        Work(static database =>
        {
            database.CheckpointAndTruncate();
            return true;
        });
        disk.MakeReserve();
    }

    /// <summary>Closes a journal that failed; after damage the next <see cref="Ensure"/> begins a new generation.</summary>
    /// <returns>What the failure means.</returns>
    public OutboxFault Leave(OpenJournal? journal, SqliteException fault)
    {
        OutboxFault meaning = SqliteFaults.Classify(fault, folder);
        if (journal is null || journal != Journal)
        {
            return meaning;
        }

        Note();
        Journal = null;
        journal.Dispose();
        bool isWorn = SqliteFaults.IsUnreadable(fault) && ++_unreadable >= Attempts;
        if ((SqliteFaults.IsDamage(fault) || isWorn) && !journal.IsEmpty)
        {
            Condemn(journal.Generation, $"{fault.Message} ({fault.SqliteExtendedErrorCode})");
        }

        return meaning;
    }

    /// <summary>What must be done now and then.</summary>
    public void Upkeep()
    {
        Note();
        if (Journal is not null && !disk.IsWhole)
        {
            disk.MakeReserve();
        }
    }

    public void Dispose()
    {
        Upkeep();
        Journal?.Dispose();
        Journal = null;
        _lock?.Dispose();
        _lock = null;
    }

    private void Note()
    {
        if (Journal is { } open)
        {
            _mark.Note(open.Database.States);
        }
    }

    private bool IsOwned()
    {
        if (_lock is { IsInPlace: false })
        {
            // Another folder lies at the path now, and perhaps another process has it.
            _lock.Dispose();
            (_lock, _markIsKnown) = (null, false);
        }

        _lock ??= folder.TryOwn();
        return _lock is not null;
    }

    /// <summary>The files are gone from under the open journal: everything can still be read through it.</summary>
    private void Replace(OpenJournal deleted)
    {
        Note();
        Journal = null;
        Condemn(deleted.Generation, "its files were moved or deleted while it was open");
        salvager.Start(deleted.Generation, () => new DeletedFile(deleted), Marked(deleted.Generation));
    }

    private void Condemn(int generation, string why) => (_least, _why, _unreadable) = (generation + 1, why, 0);

    private OutboxFault OpenNewest()
    {
        if (!_markIsKnown)
        {
            _mark.Load();
            _markIsKnown = true;
        }

        int newest = Math.Max(_least, Generations.Present(folder).Concat(_mark.Epochs.Select(Generations.Of)).DefaultIfEmpty(1).Max());
        OutboxFault fault = TryOpen(newest, out string broken);
        if (broken.Length > 0 && TryOpen(newest + 1, out _) == OutboxFault.None)
        {
            // A new file can be opened, so it is not the disk.
            Condemn(newest, broken);
            fault = OutboxFault.None;
        }
        else if (broken.Length > 0)
        {
            Discard(newest + 1);
        }

        if (fault == OutboxFault.None)
        {
            Begin();
        }

        return fault;
    }

    /// <param name="broken">What keeps the file from being used, if that may be the file's own fault.</param>
    private OutboxFault TryOpen(int generation, out string broken)
    {
        broken = "";
        OutboxFault fault = OutboxFault.Io;
        for (int attempt = 0; attempt < Attempts && fault != OutboxFault.None && broken.Length == 0; attempt++)
        {
            try
            {
                Journal = OpenJournal.Open(folder, generation, disk.CheckpointPages(options.CheckpointPages), Topics.Prefix(options.Site), Marked(generation), chain);
                return OutboxFault.None;
            }
            catch (SqliteException e)
            {
                fault = SqliteFaults.Classify(e, folder);
                if (SqliteFaults.IsPassing(e) || (fault == OutboxFault.Full && !disk.Release()))
                {
                    return fault;
                }

                bool isLast = attempt == Attempts - 1;
                broken = SqliteFaults.IsDamage(e) || (isLast && fault != OutboxFault.Full) ? $"{e.Message} ({e.SqliteExtendedErrorCode})" : "";
            }
        }

        return fault;
    }

    /// <summary>Everything that follows an opening: older generations are brought over, and what is strange is told.</summary>
    private void Begin()
    {
        OpenJournal journal = Journal!;
        if (_why.Length > 0)
        {
            alarm(OutboxAlarms.Replaced, $"The journal cannot be used: {_why}. A new epoch begins, and what can be read is kept.");
            _why = "";
        }

        if (!_mark.Fits && !_markWasMissed && journal.Database.Current.Last > 0)
        {
            _markWasMissed = true;
            alarm(OutboxAlarms.Unmarked, "The mark beside the journal is missing or was not written by this kiosk; nobody can tell whether the newest events were cut off.");
        }

        IEnumerable<int> unfinished = _mark.Epochs.Where(m => journal.Database.Epochs.All(e => e.Ordinal != m.Ordinal)).Select(Generations.Of);
        foreach (int old in Generations.Present(folder).Concat(unfinished).Distinct().Order().Where(g => g < journal.Generation && !salvager.Knows(g)).ToList())
        {
            salvager.Start(old, () => DamagedFile.Open(folder, old), Marked(old));
        }

        _least = journal.Generation;
        if (!_mark.Fits)
        {
            Note();
        }
    }

    private List<EpochState> Marked(int generation) => [.. _mark.Epochs.Where(e => Generations.Of(e) == generation)];

    /// <summary>What a generation that cannot be opened left behind: nothing was ever written to it.</summary>
    private void Discard(int generation)
    {
        string name = Generations.Name(generation);
        foreach (string file in (string[])[name, name + Generations.LogSuffix, name + Generations.IndexSuffix])
        {
            if (folder.Exists(file))
            {
                folder.Delete(file);
            }
        }
    }
}
