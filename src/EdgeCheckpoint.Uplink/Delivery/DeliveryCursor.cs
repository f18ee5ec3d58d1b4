using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Knows what to send next: live events at once, the backlog in order behind them. Pure bookkeeping; one thread.</summary>
/// <remarks>
/// What was appended after the last <see cref="Restart"/> is live, all before it is backlog.
/// Sent is not delivered: only the district's watermark moves an epoch's <see cref="EpochState.Acked"/>.
/// </remarks>
internal sealed class DeliveryCursor(int ackWindow)
{
    private readonly Dictionary<int, long> _backNext = [];
    private readonly Dictionary<int, long> _sent = [];
    private readonly Dictionary<int, long> _acked = [];
    private IReadOnlyList<EpochState> _epochs = [];
    private int _liveOrdinal;
    private long _liveFrom;
    private long _liveNext;

    /// <summary>Events sent, or sent earlier, that the district has not acknowledged.</summary>
    public long Unacknowledged => _epochs.Sum(e => Math.Max(0, Sent(e) - e.Acked));

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

    /// <summary>Live events not yet sent, as many as the ack window allows.</summary>
    public bool TryNextLive(out JournalPosition from, out JournalPosition to)
    {
        from = to = default;
        if (_epochs.Count == 0)
        {
            return false;
        }

        EpochState current = _epochs[^1];
        _liveNext = Math.Max(_liveNext, current.Acked + 1);
        long last = Math.Min(current.Last, Math.Max(_liveFrom - 1, current.Acked) + ackWindow);
        from = new JournalPosition(current.Ordinal, _liveNext);
        to = new JournalPosition(current.Ordinal, last);
        return from <= to;
    }

    /// <summary>The next piece of backlog, oldest epoch first, as much as the ack window allows.</summary>
    public bool TryNextBacklog(out JournalPosition from, out JournalPosition to)
    {
        from = to = default;
        foreach (EpochState epoch in _epochs)
        {
            long next = Math.Max(_backNext.GetValueOrDefault(epoch.Ordinal, 1), epoch.Acked + 1);
            long end = epoch.Ordinal == _liveOrdinal ? _liveFrom - 1 : epoch.Last;
            if (next <= end)
            {
                from = new JournalPosition(epoch.Ordinal, next);
                to = new JournalPosition(epoch.Ordinal, Math.Min(end, epoch.Acked + ackWindow));
                return from <= to;
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
        }
        else
        {
            _backNext[position.Ordinal] = next;
        }

        _sent[position.Ordinal] = Math.Max(_sent.GetValueOrDefault(position.Ordinal), position.Sequence);
    }

    /// <summary>Judges an ack before the journal trusts it.</summary>
    public AckVerdict Judge(DurableAck ack)
    {
        foreach (EpochState epoch in _epochs.Where(e => e.Epoch == ack.Epoch))
        {
            if (ack.Sequence <= epoch.Acked)
            {
                return AckVerdict.Old;
            }

            if (ack.Sequence > _sent.GetValueOrDefault(epoch.Ordinal))
            {
                return ack.Sequence > epoch.Sent ? AckVerdict.Beyond : AckVerdict.Unproven;
            }

            // Counts at once; the journal notes it in its own time.
            _acked[epoch.Ordinal] = ack.Sequence;
            return AckVerdict.Progress;
        }

        return AckVerdict.UnknownEpoch;
    }

    private long Sent(EpochState epoch) => Math.Max(_sent.GetValueOrDefault(epoch.Ordinal), epoch.Sent);
}

/// <summary>What an ack is worth.</summary>
internal enum AckVerdict
{
    /// <summary>Says nothing new.</summary>
    Old,

    /// <summary>The watermark moves.</summary>
    Progress,

    /// <summary>Speaks of events that an earlier run may have sent: they are sent again, and the district will say so again.</summary>
    Unproven,

    /// <summary>Speaks of events that were never sent.</summary>
    Beyond,

    /// <summary>Speaks of an epoch this journal does not know.</summary>
    UnknownEpoch,
}
