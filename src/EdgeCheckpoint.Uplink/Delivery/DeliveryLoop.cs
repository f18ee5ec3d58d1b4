using System.Collections.Concurrent;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Brings the journal to the broker: live events first, the backlog behind them, everything again until the district's durable ack.</summary>
internal sealed class DeliveryLoop(
    UplinkOptions options,
    IEventSource source,
    EventPublisher publisher,
    AlarmLatch alarms,
    TimeProvider time)
{
    /// <summary>Events read from the journal at a time; bounds memory and the time a live event waits behind backlog.</summary>
    private const int Batch = 256;

    /// <summary>Times everything was sent again without an ack before that is an alarm.</summary>
    private const int SilencesToTell = 3;

    private readonly DeliveryCursor _cursor = new(options.AckWindow);
    private readonly BacklogRate _rate = new(options.BacklogPerSecond, time);
    private readonly Wakeup _wake = new();
    private readonly Wakeup _acks = new();
    private readonly ConcurrentDictionary<string, long> _toNote = new();
    private readonly Lock _gate = new();
    private volatile bool _connected;
    private string _setBack = "";
    private long _lastSeen;
    private long _progressAt;
    private TimeSpan _ackTimeout = options.AckTimeout;
    private int _silences;
    private Task? _watched;

    /// <summary>The connection came up or went down; what was under way on it is sent again.</summary>
    public void SetConnected(bool connected)
    {
        lock (_gate)
        {
            _connected = connected;
            if (connected)
            {
                _cursor.Refresh(source.Epochs());
                _cursor.Restart();
                StartWaiting();
            }
        }

        _wake.Signal();
    }

    /// <summary>The district's word; false tells that it was refused.</summary>
    public bool Acknowledge(DurableAck ack)
    {
        AckVerdict verdict;
        long proven = 0;
        lock (_gate)
        {
            _cursor.Refresh(source.Epochs());

            // Of an epoch that was set back the district speaks of other events, also where this run sent that sequence.
            verdict = ack.Epoch == _setBack ? AckVerdict.Beyond : _cursor.Judge(ack, out proven);
            if (verdict == AckVerdict.Progress && _cursor.IsAwaited(ack.Epoch))
            {
                StartWaiting();
            }
        }

        switch (verdict)
        {
            case AckVerdict.Progress:
                ClearAckAlarms();
                _toNote[ack.Epoch] = proven;
                _acks.Signal();
                _wake.Signal();
                break;
            case AckVerdict.Beyond:
                alarms.Raise(AlarmCodes.AckBeyondSent, $"The district acknowledged {ack.Sequence} of epoch {ack.Epoch}, which was never sent; the ack is refused and nothing is deleted.");
                SetBack(ack);
                break;
            case AckVerdict.UnknownEpoch:
                alarms.Raise(AlarmCodes.AckUnknownEpoch, $"The district acknowledged epoch {ack.Epoch}, which this journal does not know; the ack is refused. Expected once after a kiosk was re-imaged.");
                break;
        }

        return verdict is not (AckVerdict.Beyond or AckVerdict.UnknownEpoch);
    }

    /// <summary>An ack beyond what the journal can have sent means that it lost its end, or that somebody forges acks: at most once a run, a new epoch is the safe answer to both. What could not move there is moved at the next word.</summary>
    private void SetBack(DurableAck ack)
    {
        IReadOnlyList<EpochState> epochs = source.Epochs();
        EpochState epoch = epochs.FirstOrDefault(e => e.Epoch == ack.Epoch);
        bool isCurrent = epochs is [.., var current] && current.Epoch == ack.Epoch;
        if (isCurrent ? _setBack.Length == 0 : epoch.Waiting > 0 && (ack.Sequence > epoch.Last || ack.Epoch == _setBack))
        {
            source.BeginEpochAfterSetBack(ack.Epoch, ack.Sequence);
            _setBack = isCurrent && source.Epochs() is [.., var newest] && newest.Epoch != ack.Epoch ? ack.Epoch : _setBack;
            _wake.Signal();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan wait = _connected ? await SendSomeAsync(cancellationToken).ConfigureAwait(false) : Timeout.InfiniteTimeSpan;
            if (wait != TimeSpan.Zero)
            {
                WatchOldest();
                await _wake.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The answer may be a refusal, so it is looked at even when there is nothing more to send. Once for each: it may stay away for days.</summary>
    private void WatchOldest()
    {
        if (publisher.Oldest is { } oldest && oldest != _watched)
        {
            _watched = oldest;
            _ = oldest.ContinueWith(_ => _wake.Signal(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Lets the journal note acks: the newest each time, so that a fast district costs no commit for each of its words.</summary>
    public async Task NoteAcksAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _acks.WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (string epoch in _toNote.Keys)
            {
                if (_toNote.TryRemove(epoch, out long watermark))
                {
                    source.Acknowledge(epoch, watermark);
                }
            }
        }
    }

    /// <summary>Wakes the loop at every append.</summary>
    public async Task WatchAppendsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await source.WaitForAppendAsync(cancellationToken).ConfigureAwait(false);
            _wake.Signal();
        }
    }

    /// <summary>Sends one batch; tells how long there is nothing to do, zero for not at all.</summary>
    private async ValueTask<TimeSpan> SendSomeAsync(CancellationToken cancellationToken)
    {
        if (publisher.TakeRefused())
        {
            lock (_gate)
            {
                _cursor.Restart();
            }

            await Task.Delay(options.RefusedPause, time, cancellationToken).ConfigureAwait(false);
        }

        DeliveryPiece piece;
        Replay replay;
        int restarts;
        TimeSpan resendIn;
        lock (_gate)
        {
            _cursor.Refresh(source.Epochs());
            resendIn = ResendIn();
            restarts = _cursor.Restarts;
            replay = _cursor.TryNextLive(out piece) ? Replay.Live : Replay.Backfill;
            if (replay == Replay.Backfill && !_cursor.TryNextBacklog(out piece))
            {
                piece = default;
            }
        }

        TellSilence();
        if (piece == default)
        {
            return resendIn;
        }

        int wanted = Math.Min(piece.Events, Batch);
        int allowed = replay == Replay.Live ? wanted : _rate.Take(wanted);
        if (allowed == 0)
        {
            return _rate.Next;
        }

        IReadOnlyList<StoredEvent> events = source.Read(piece.From, piece.To, allowed);
        if (replay == Replay.Backfill)
        {
            _rate.GiveBack(allowed - events.Count);
        }

        if (events.Count == 0)
        {
            return UnreadablePause;
        }

        source.MarkSent(events[^1].Position);
        foreach (StoredEvent stored in events)
        {
            lock (_gate)
            {
                if (_cursor.Restarts != restarts)
                {
                    break;
                }

                // Before it is sent: the ack may be here before the sending call returns.
                _cursor.MarkSent(stored.Position, replay);
            }

            await publisher.SendAsync(stored, replay, cancellationToken).ConfigureAwait(false);
            if (replay == Replay.Backfill && HasLive())
            {
                break;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>A live event goes before the rest of a piece of backlog.</summary>
    private bool HasLive()
    {
        lock (_gate)
        {
            if (source.Epochs() is [.., var current] && current.Last == _lastSeen)
            {
                return false;
            }

            _cursor.Refresh(source.Epochs());
            _lastSeen = source.Epochs() is [.., var newest] ? newest.Last : 0;
            return _cursor.TryNextLive(out _);
        }
    }

    /// <summary>Time left until everything unacknowledged is sent again; does so when it is over.</summary>
    private TimeSpan ResendIn()
    {
        if (_cursor.Unacknowledged == 0)
        {
            _progressAt = time.GetTimestamp();
            return Timeout.InfiniteTimeSpan;
        }

        TimeSpan left = _ackTimeout - time.GetElapsedTime(_progressAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        _silences++;
        _cursor.RestartAfterSilence();
        _progressAt = time.GetTimestamp();
        _ackTimeout = _ackTimeout * 2 < options.MaximumAckTimeout ? _ackTimeout * 2 : options.MaximumAckTimeout;
        return _ackTimeout;
    }

    private void StartWaiting()
    {
        _progressAt = time.GetTimestamp();
        _ackTimeout = options.AckTimeout;
        _silences = 0;
    }

    private void TellSilence()
    {
        if (_silences >= SilencesToTell)
        {
            alarms.Raise(AlarmCodes.AckMissing, $"Events were sent {SilencesToTell + 1} times and no ack came. The district's listener may be away; if it is not, the broker's access list may keep this device from reading {Topics.Ack(options.Site)}.");
        }
    }

    private void ClearAckAlarms()
    {
        foreach (string code in (string[])[AlarmCodes.AckMissing, AlarmCodes.AckBeyondSent, AlarmCodes.AckUnknownEpoch])
        {
            alarms.Clear(code, "The district acknowledges what was sent.");
        }
    }

    private static readonly TimeSpan UnreadablePause = TimeSpan.FromMilliseconds(200);
}
