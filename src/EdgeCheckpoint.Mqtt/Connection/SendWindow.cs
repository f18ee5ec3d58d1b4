using System.Collections.Concurrent;
using EdgeCheckpoint.Mqtt.Native;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>Publishes waiting and under way. Any thread adds; the network thread does the rest.</summary>
internal sealed class SendWindow(MqttClientOptions options) : IDisposable
{
    private readonly ConcurrentQueue<PublishRequest> _waiting = new();
    private readonly Queue<PublishRequest> _again = new();
    private readonly Dictionary<int, PublishRequest> _underWay = [];
    private readonly SemaphoreSlim _room = new(options.SendQueueLimit);
    private readonly Lock _closing = new();
    private long _order;
    private volatile bool _closed;

    /// <summary>Lowered to the broker's receive maximum.</summary>
    internal int Size { get; set; } = options.SendWindow;

    internal bool IsFull => _underWay.Count >= Size;

    internal bool HasWork => !IsFull && (_again.Count > 0 || !_waiting.IsEmpty);

    /// <summary>Takes a place in the queue at once, or says that there is none.</summary>
    internal bool TryReserve() => _room.Wait(0, CancellationToken.None);

    internal Task ReserveAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Adds to a reserved place.</summary>
    internal void Add(PublishRequest request)
    {
        _waiting.Enqueue(request);
        if (_closed)
        {
            Close();
        }
    }

    /// <summary>Sends while the window has room.</summary>
    /// <returns>0, or the library's code for a broken connection.</returns>
    internal int Pump(NativeSession session)
    {
        while (!IsFull && TryNext(out PublishRequest request))
        {
            int code = Send(session, request);
            if (code != LibMosquitto.Success)
            {
                return code;
            }
        }

        return LibMosquitto.Success;
    }

    internal void Acknowledge(int messageId, MqttReason reason)
    {
        if (_underWay.Remove(messageId, out PublishRequest? request))
        {
            request.Complete(reason < MqttReason.UnspecifiedError ? MqttPublishOutcome.Accepted : MqttPublishOutcome.Refused, reason);
        }
    }

    /// <summary>Whether the broker left any publish unanswered for too long.</summary>
    internal bool IsOverdue(TimeSpan limit) =>
        _underWay.Values.Any(request => options.Time.GetElapsedTime(request.SentAt) > limit);

    /// <summary>The connection is gone: what was under way goes first over the next one, in its order.</summary>
    internal void Restart()
    {
        PublishRequest[] first = [.. _underWay.Values.Concat(_again).OrderBy(static r => r.Order)];
        _underWay.Clear();
        _again.Clear();
        foreach (PublishRequest request in first)
        {
            _again.Enqueue(request);
        }

        Size = options.SendWindow;
    }

    /// <summary>Nothing will be sent any more. The network thread is past its last use when it calls this.</summary>
    internal void Close()
    {
        _closed = true;
        lock (_closing)
        {
            Restart();
            while (TryNext(out PublishRequest request))
            {
                request.Complete(MqttPublishOutcome.Stopped, MqttReason.Success);
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private bool TryNext(out PublishRequest request)
    {
        if (_again.TryDequeue(out request!))
        {
            return true;
        }

        while (_waiting.TryDequeue(out request!))
        {
            _room.Release();
            if (!request.Task.IsCompleted)
            {
                request.Order = ++_order;
                return true;
            }
        }

        return false;
    }

    private int Send(NativeSession session, PublishRequest request)
    {
        int code;
        int messageId;
        try
        {
            code = session.Publish(request.Message, out messageId);
        }
        catch (ArgumentException)
        {
            // A property that cannot be encoded; the message is at fault, not the connection.
            request.Complete(MqttPublishOutcome.Invalid, MqttReason.MalformedPacket);
            return LibMosquitto.Success;
        }
        catch
        {
            // A defect of ours ends the connection, not the publish.
            _again.Enqueue(request);
            throw;
        }

        if (Reasons.OfMessage(code) is { } reason)
        {
            request.Complete(MqttPublishOutcome.Invalid, reason);
            return LibMosquitto.Success;
        }

        if (code != LibMosquitto.Success)
        {
            _again.Enqueue(request);
            return code;
        }

        if (request.Message.Quality == MqttQuality.AtMostOnce)
        {
            request.Complete(MqttPublishOutcome.Accepted, MqttReason.Success);
            return LibMosquitto.Success;
        }

        request.SentAt = options.Time.GetTimestamp();
        _underWay[messageId] = request;
        return LibMosquitto.Success;
    }
}
