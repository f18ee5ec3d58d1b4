using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Owns the folder and the generation in use; leaves a broken generation for a new one and has the old one salvaged. Called under the commit lock.</summary>
internal sealed class JournalOwner(IJournalFolder folder, OutboxOptions options, HashChain chain, Salvager salvager, Action<string, string> alarm) : IDisposable
{
    /// <summary>One for the work itself, two for remedies.</summary>
    public const int Attempts = 3;

    private const string ReserveName = "reserve.bin";

    /// <summary>Given up when the disk is full, so that old events can be removed: removing needs room in the log first.</summary>
    private const int ReserveBytes = 1 << 20;

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

    public static string NewEpochName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Opens what must be opened, trying again after a fault that a new file cures.</summary>
    public OutboxFault Ensure()
    {
        OutboxFault fault = OutboxFault.Io;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return OpenOrReplace();
            }
            catch (SqliteException e)
            {
                fault = SqliteFaults.Classify(e);
                Leave(Journal, e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return OutboxFault.Io;
            }
        }

        return fault;
    }

    /// <summary>Works on the journal; a fault closes it and ends the work with false, for the next append to find out.</summary>
    public bool Work(Func<JournalDatabase, bool> work)
    {
        if (Ensure() != OutboxFault.None)
        {
            return false;
        }

        OpenJournal journal = Journal!;
        try
        {
            return work(journal.Database);
        }
        catch (SqliteException e)
        {
            Leave(journal, e);
            return false;
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

    private OutboxFault OpenOrReplace()
    {
        if (Journal is { } open)
        {
            if (open.IsInPlace())
            {
                return OutboxFault.None;
            }

            Replace(open);
        }

        _lock ??= folder.TryOwn();
        if (_lock is null)
        {
            return OutboxFault.Owned;
        }

        OpenNewest();
        return OutboxFault.None;
    }

    /// <summary>The files are gone from under the open journal: everything can still be read through it.</summary>
    private void Replace(OpenJournal deleted)
    {
        Journal = null;
        _generation = deleted.Generation + 1;
        alarm(OutboxAlarms.Replaced, "The journal's files were moved or deleted while it was open; a new epoch begins and what can be read is kept.");
        salvager.Start(new DeletedFile(deleted), deleted.Generation);
    }

    private void OpenNewest()
    {
        IReadOnlyList<int> present = Generations.Present(folder);
        _generation = Math.Max(_generation, present.Count > 0 ? present[^1] : 1);
        Journal = OpenJournal.Open(folder, _generation, options.CheckpointPages, Topics.Prefix(options.Site), NewEpochName, chain);
        foreach (int old in present.Where(g => g < _generation && !salvager.Knows(g)))
        {
            salvager.Start(DamagedFile.Open(folder, old), old);
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
}
