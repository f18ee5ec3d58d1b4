using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Knows what to send next: live events at once, the backlog in order behind them. Pure bookkeeping; one thread.</summary>
/// <remarks>
/// What was appended after the last <see cref="Restart"/> is live, all before it is backlog.
/// Sent is not delivered: only the district's watermark moves an epoch's <see cref="EpochState.Acked"/>.
/// The window counts events, not sequences: one gap record may stand for thousands.
/// </remarks>
/// <param name="ackWindow">Events of an epoch's backlog, and live events, that may be out without an ack.</param>
internal sealed class DeliveryCursor(int ackWindow)
{
    private readonly Dictionary<int, long> _backNext = [];
    private readonly Dictionary<int, long> _sent = [];
    private readonly Dictionary<int, long> _acked = [];
    private readonly Dictionary<int, Queue<long>> _backOut = [];
    private readonly Queue<long> _liveOut = new();
    private readonly HashSet<int> _stuck = [];
    private IReadOnlyList<EpochState> _epochs = [];
    private int _liveOrdinal;
    private long _liveFrom;
    private long _liveNext;

    /// <summary>Events sent, or sent earlier, that the district has not acknowledged.</summary>
    public long Unacknowledged => _epochs.Sum(e => Math.Max(0, Sent(e) - e.Acked));

    /// <summary>How often sending began anew: what was read before that is no longer this cursor's.</summary>
    public int Restarts { get; private set; }

    /// <summary>Takes the journal's state over; call before asking for work.</summary>
    public void Refresh(IReadOnlyList<EpochState> epochs)
    {
        _epochs = [.. epochs.Select(e => e with { Acked = Math.Max(e.Acked, Math.Min(_acked.GetValueOrDefault(e.Ordinal), e.Last)) })];
        if (epochs.Count > 0 && epochs[^1].Ordinal != _liveOrdinal)
        {
            Restart();
        }
    }

    /// <summary>From here on everything unacknowledged is backlog and will be sent again.</summary>
    public void Restart()
    {
        Restarts++;
        _backOut.Clear();
        _liveOut.Clear();
        foreach (EpochState epoch in _epochs)
        {
            _backNext[epoch.Ordinal] = epoch.Acked + 1;
        }

        if (_epochs.Count > 0)
        {
            EpochState current = _epochs[^1];
            (_liveOrdinal, _liveFrom, _liveNext) = (current.Ordinal, current.Last + 1, current.Last + 1);
        }
    }

    /// <summary>No ack came in time: everything is sent again, and an epoch that was silent, as by a hole in it, holds up no other until its watermark moves.</summary>
    public void RestartAfterSilence()
    {
        _stuck.UnionWith(_epochs.Where(IsOut).Select(static e => e.Ordinal));
        Restart();
    }

    /// <summary>Whether an epoch's progress ends the wait for acks: an older one that has events out and may still move is waited for first.</summary>
    public bool IsAwaited(string epoch) =>
        _epochs.FirstOrDefault(e => e.Epoch == epoch || (IsOut(e) && !_stuck.Contains(e.Ordinal))).Epoch == epoch;

    /// <summary>Live events not yet sent, as many as the ack window allows.</summary>
    public bool TryNextLive(out DeliveryPiece piece)
    {
        piece = default;
        if (_epochs.Count == 0)
        {
            return false;
        }

        EpochState current = _epochs[^1];
        _liveNext = Math.Max(_liveNext, current.Acked + 1);
        piece = new DeliveryPiece(new JournalPosition(current.Ordinal, _liveNext), new JournalPosition(current.Ordinal, current.Last), Room(_liveOut, current));
        return piece.From <= piece.To && piece.Events > 0;
    }

    /// <summary>The next piece of backlog, oldest epoch first, as much as the ack window allows.</summary>
    public bool TryNextBacklog(out DeliveryPiece piece)
    {
        piece = default;
        foreach (EpochState epoch in _epochs)
        {
            long next = Math.Max(_backNext.GetValueOrDefault(epoch.Ordinal, 1), epoch.Acked + 1);
            long end = epoch.Ordinal == _liveOrdinal ? _liveFrom - 1 : epoch.Last;
            int room = Room(BackOut(epoch.Ordinal), epoch);
            if (next <= end && room > 0)
            {
                piece = new DeliveryPiece(new JournalPosition(epoch.Ordinal, next), new JournalPosition(epoch.Ordinal, end), room);
                return true;
            }

            if (next <= end && !_stuck.Contains(epoch.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The event at a position was handed to the broker's client.</summary>
    public void MarkSent(JournalPosition position, Replay replay)
    {
        long next = position.Sequence + 1;
        if (replay == Replay.Live)
        {
            _liveNext = next;
            _liveOut.Enqueue(position.Sequence);
        }
        else
        {
            _backNext[position.Ordinal] = next;
            BackOut(position.Ordinal).Enqueue(position.Sequence);
        }

        _sent[position.Ordinal] = Math.Max(_sent.GetValueOrDefault(position.Ordinal), position.Sequence);
    }

    /// <summary>Judges an ack before the journal trusts it.</summary>
    /// <param name="proven">How far it is believed: of what an earlier run may have sent, as far as it was sent again.</param>
    public AckVerdict Judge(DurableAck ack, out long proven)
    {
        proven = 0;
        foreach (EpochState epoch in _epochs.Where(e => e.Epoch == ack.Epoch))
        {
            if (ack.Sequence <= epoch.Acked)
            {
                return AckVerdict.Old;
            }

            if (ack.Sequence > Sent(epoch))
            {
                return AckVerdict.Beyond;
            }

            proven = Math.Min(ack.Sequence, _sent.GetValueOrDefault(epoch.Ordinal));
            if (proven <= epoch.Acked)
            {
                return AckVerdict.Unproven;
            }

            // Counts at once; the journal notes it in its own time.
            _acked[epoch.Ordinal] = proven;
            _stuck.Remove(epoch.Ordinal);
            return AckVerdict.Progress;
        }

        return AckVerdict.UnknownEpoch;
    }

    /// <summary>Events that may still be sent before the next ack.</summary>
    private int Room(Queue<long> sent, EpochState epoch)
    {
        while (sent.TryPeek(out long oldest) && oldest <= epoch.Acked)
        {
            sent.Dequeue();
        }

        return Math.Max(0, ackWindow - sent.Count);
    }

    private Queue<long> BackOut(int ordinal)
    {
        if (!_backOut.TryGetValue(ordinal, out Queue<long>? sent))
        {
            _backOut[ordinal] = sent = new Queue<long>();
        }

        return sent;
    }

    private bool IsOut(EpochState epoch) => Sent(epoch) > epoch.Acked;

    private long Sent(EpochState epoch) => Math.Max(_sent.GetValueOrDefault(epoch.Ordinal), epoch.Sent);
}

/// <summary>A range of the journal, and how many of its events may be sent now.</summary>
internal readonly record struct DeliveryPiece(JournalPosition From, JournalPosition To, int Events);

/// <summary>What an ack is worth.</summary>
internal enum AckVerdict
{
    /// <summary>Says nothing new.</summary>
    Old,

    /// <summary>The watermark moves.</summary>
    Progress,

    /// <summary>Speaks only of events that an earlier run may have sent: they are sent again, and the district will say so again.</summary>
    Unproven,

    /// <summary>Speaks of events that were never sent.</summary>
    Beyond,

    /// <summary>Speaks of an epoch this journal does not know.</summary>
    UnknownEpoch,
}
