using EdgeCheckpoint.Mqtt.Native;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>The client's own thread: connects, drives the library, and starts anew after every failure for as long as the client lives.</summary>
internal sealed class NetworkLoop : ISessionEvents, IDisposable
{
    private const int TickMs = 1000;
    private const int FarewellMs = 500;

    /// <summary>Connections in a row that a broker may close on our CONNECT before we try the older protocol.</summary>
    private const int HangUpsBeforeFallback = 3;

    private readonly MqttClientOptions _options;
    private readonly SendWindow _window;
    private readonly Subscriptions _subscriptions;
    private readonly ReceiveQueue _received;
    private readonly StateFeed _states;
    private readonly Backoff _backoff;
    private readonly Waker _waker = new();
    private volatile bool _stopping;
    private int _sleeping;

    private bool _speaksV311;
    private bool _knowsV5;
    private bool _hungUp;
    private int _hangUps;
    private MqttReason? _answer;
    private MqttReason _farewell;
    private string _answerText = "";

    internal NetworkLoop(MqttClientOptions options, SendWindow window, Subscriptions subscriptions, StateFeed states, Random chance)
    {
        (_options, _window, _subscriptions, _states) = (options, window, subscriptions, states);
        _received = new ReceiveQueue(options.ReceiveQueueLimit, _waker.Wake);
        _backoff = new Backoff(options.MinimumBackoff, options.MaximumBackoff, chance);
        _speaksV311 = options.Protocol == MqttProtocol.V311;
    }

    internal ReceiveQueue Received => _received;

    /// <summary>There is something new to do. Thread-safe.</summary>
    internal void Wake() => _waker.Wake();

    /// <summary>There is something new to publish: wakes the thread only if it sleeps and could send. Thread-safe.</summary>
    internal void WakeToSend()
    {
        if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1)
        {
            _waker.Wake();
        }
    }

    internal void Stop()
    {
        _stopping = true;
        _waker.Wake();
    }

    /// <summary>Body of the thread; returns after <see cref="Stop"/>.</summary>
    internal void Run()
    {
        while (!_stopping)
        {
            MqttConnectionState ended;
            try
            {
                ended = Serve();
            }
            catch (Exception defect)
            {
                // The one place where a defect of this client or its library ends: the connection dies, the client does not.
                ended = new MqttConnectionState(MqttPhase.Disconnected, MqttReason.UnspecifiedError, $"the client failed: {defect.Message}") { Defect = defect };
            }

            _window.Restart();
            if (!_stopping && !FellBack())
            {
                TimeSpan pause = _backoff.Next();
                _states.Report(ended with { FailedAttempts = _backoff.Failures, Detail = $"{ended.Detail}; next attempt in {pause.TotalSeconds:0.0} s" });
                Pause(pause);
            }
        }

        _window.Close();
        _subscriptions.Close();
        _received.Close();
        _states.Report(new MqttConnectionState(MqttPhase.Stopped, MqttReason.Success, ""));
    }

    public void Dispose() => _waker.Dispose();

    void ISessionEvents.Answered(MqttReason reason, bool sessionPresent, int receiveMaximum, string text)
    {
        (_answer, _answerText) = (reason, text);
        if (reason == MqttReason.Success)
        {
            _knowsV5 |= !_speaksV311;
            _window.Size = Math.Min(_options.SendWindow, receiveMaximum);
            _states.Report(new MqttConnectionState(MqttPhase.Connected, reason, "")
            {
                SessionPresent = sessionPresent,
                Protocol = _speaksV311 ? MqttProtocol.V311 : MqttProtocol.V5,
            });
        }
    }

    void ISessionEvents.Dismissed(MqttReason reason) => _farewell = reason;

    void ISessionEvents.Published(int messageId, MqttReason reason) => _window.Acknowledge(messageId, reason);

    void ISessionEvents.Subscribed(int messageId, MqttReason reason) => _subscriptions.Answered(messageId, reason);

    void ISessionEvents.Received(MqttMessage message) => _received.Add(message);

    /// <summary>One connection from its first packet to its end.</summary>
    private MqttConnectionState Serve()
    {
        // Refused for its retained will, it comes without; after the next loss it asks again.
        bool retains = _answer != MqttReason.RetainNotSupported;
        (_answer, _answerText, _farewell, _hungUp) = (null, "", MqttReason.Success, false);
        using var session = new NativeSession(_options, v5: !_speaksV311, retains, this);
        long started = _options.Time.GetTimestamp();
        (int code, string step) = session.Open();
        if (code == LibMosquitto.Success)
        {
            (code, step) = Drive(session, started);
        }

        if (_stopping)
        {
            SayGoodbye(session);
        }

        if (_answer == MqttReason.Success && _options.Time.GetElapsedTime(started) > _options.MaximumBackoff)
        {
            _backoff.Reset();
        }

        return Ended(code, step, session.Complaints);
    }

    private (int Code, string Step) Drive(NativeSession session, long started)
    {
        long ticked = started;
        bool subscribed = false;
        bool asked = false;
        while (!_stopping)
        {
            // CONNECT is the first packet: once nothing waits to be written, the broker has it.
            asked |= !session.WantsWrite;
            int code = LibMosquitto.Success;
            if (_answer == MqttReason.Success)
            {
                code = subscribed ? _subscriptions.AskChanges(session) : _subscriptions.AskAll(session);
                subscribed = true;
                code = code == LibMosquitto.Success ? _window.Pump(session) : code;
            }
            else if (_options.Time.GetElapsedTime(started) > _options.ConnectTimeout)
            {
                return (LibMosquitto.Success, "the broker did not answer in time");
            }

            if (code == LibMosquitto.Success)
            {
                code = Await(session);
            }

            if (code == LibMosquitto.Success && _options.Time.GetElapsedTime(ticked).TotalMilliseconds >= TickMs)
            {
                ticked = _options.Time.GetTimestamp();
                code = session.Tick();
                if (_window.IsOverdue(_options.AcknowledgeTimeout))
                {
                    return (LibMosquitto.Success, "the broker left a publish unanswered");
                }
            }

            if (code != LibMosquitto.Success || session.Socket < 0 || _answer >= MqttReason.UnspecifiedError)
            {
                _hungUp = asked && _answer is null && code == LibMosquitto.ConnectionLost;
                return (code, "");
            }
        }

        return (LibMosquitto.Success, "");
    }

    /// <summary>Sleeps until the network or another thread has something, then moves packets.</summary>
    private int Await(NativeSession session)
    {
        short wanted = (short)((_received.IsFull ? 0 : Waker.Readable) | (session.WantsWrite ? Waker.Writable : 0));
        bool couldSend = _answer == MqttReason.Success && !_window.IsFull;
        Volatile.Write(ref _sleeping, couldSend ? 1 : 0);
        Interlocked.MemoryBarrier();
        bool busy = couldSend && (_window.HasWork || _subscriptions.HasWork);
        short ready = _waker.Wait(session.Socket, wanted, busy ? 0 : TickMs);
        Volatile.Write(ref _sleeping, 0);

        int code = LibMosquitto.Success;
        if ((ready & Waker.Readable) != 0)
        {
            code = session.Read();
        }

        if (code == LibMosquitto.Success && (ready & Waker.Writable) != 0)
        {
            code = session.Write();
        }

        return code;
    }

    private void SayGoodbye(NativeSession session)
    {
        if (_answer != MqttReason.Success || session.Socket < 0)
        {
            return;
        }

        session.Disconnect();
        long started = _options.Time.GetTimestamp();
        while (session.Socket >= 0 && session.WantsWrite && _options.Time.GetElapsedTime(started).TotalMilliseconds < FarewellMs)
        {
            if ((_waker.Wait(session.Socket, Waker.Writable, 100) & Waker.Writable) != 0 && session.Write() != LibMosquitto.Success)
            {
                return;
            }
        }
    }

    private MqttConnectionState Ended(int code, string step, string complaints)
    {
        MqttReason reason = _answer is { } refused && refused != MqttReason.Success ? refused : _farewell;
        List<string> detail = [];
        if (reason != MqttReason.Success)
        {
            detail.Add($"the broker {(_answer == MqttReason.Success ? "ended" : "refused")} the connection: {reason}{(_answerText.Length > 0 ? $" ({_answerText})" : "")}");
        }
        else if (code != LibMosquitto.Success)
        {
            detail.Add($"{(step.Length > 0 ? step : _answer is null ? "connecting" : "connection lost")}: {LibMosquitto.Describe(code)}");
        }
        else if (step.Length > 0)
        {
            detail.Add(step);
        }
        else
        {
            detail.Add("connection closed");
        }

        if (_options.Tls is { } tls && _answer is null && TlsDiagnosis.Explain(tls, _options.Time.GetUtcNow()) is { Length: > 0 } found)
        {
            detail.Add(found);
        }

        if (complaints.Length > 0)
        {
            detail.Add(complaints);
        }

        return new MqttConnectionState(MqttPhase.Disconnected, reason, string.Join("; ", detail));
    }

    /// <summary>Whether the next attempt should follow at once in another protocol version.</summary>
    /// <remarks>
    /// Only a broker that took our CONNECT and hung up may be an old one. Nobody there, a wrong name or a failed handshake say nothing of versions,
    /// and a broker that has spoken 5 before is merely out of order: in 3.1.1 its refusals could not be told from success.
    /// </remarks>
    private bool FellBack()
    {
        if (_options.Protocol != MqttProtocol.PreferV5)
        {
            return false;
        }

        bool wasV311 = _speaksV311;
        bool refused = _answer == MqttReason.UnsupportedProtocolVersion;
        _hangUps = _hungUp && !wasV311 && !_knowsV5 ? _hangUps + 1 : 0;
        _speaksV311 = !wasV311 && (refused || _hangUps >= HangUpsBeforeFallback);
        return refused && _speaksV311;
    }

    private void Pause(TimeSpan pause)
    {
        long started = _options.Time.GetTimestamp();
        for (TimeSpan left = pause; !_stopping && left > TimeSpan.Zero; left = pause - _options.Time.GetElapsedTime(started))
        {
            _waker.Wait(-1, 0, (int)Math.Ceiling(left.TotalMilliseconds));
        }
    }
}
