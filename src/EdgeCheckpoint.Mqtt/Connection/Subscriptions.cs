using System.Collections.Concurrent;
using EdgeCheckpoint.Mqtt.Native;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>What the client wants to hear. Asked for again at every connection: the broker may have lost its memory.</summary>
internal sealed class Subscriptions
{
    private readonly ConcurrentDictionary<string, Wish> _wishes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Filter, Wish? Wish)> _changes = new();
    private readonly Dictionary<int, Wish> _asked = [];
    private readonly Lock _adding = new();
    private volatile bool _closed;

    internal bool HasWork => !_changes.IsEmpty;

    /// <summary>Completes with the broker's first answer. An earlier wish for the same filter gives way, and gets the same answer.</summary>
    internal Task<MqttSubscribeResult> Add(string filter, MqttQuality quality, bool retainAsPublished)
    {
        var wish = new Wish(filter, quality, retainAsPublished);
        lock (_adding)
        {
            if (_wishes.TryGetValue(filter, out Wish? earlier))
            {
                wish.AnswerToo(earlier);
            }

            _wishes[filter] = wish;
        }

        _changes.Enqueue((filter, wish));
        if (_closed)
        {
            Close();
        }

        return wish.Task;
    }

    internal void Remove(string filter)
    {
        if (_wishes.TryRemove(filter, out Wish? wish))
        {
            wish.TrySetCanceled();
            _changes.Enqueue((filter, null));
        }
    }

    /// <summary>A new connection stands: asks for everything.</summary>
    internal int AskAll(NativeSession session)
    {
        _changes.Clear();
        _asked.Clear();
        foreach (Wish wish in _wishes.Values)
        {
            int code = Ask(session, wish);
            if (code != LibMosquitto.Success)
            {
                return code;
            }
        }

        return LibMosquitto.Success;
    }

    internal int AskChanges(NativeSession session)
    {
        while (_changes.TryDequeue(out (string Filter, Wish? Wish) change))
        {
            int code = change.Wish is null ? session.Unsubscribe(change.Filter) : Ask(session, change.Wish);
            if (code != LibMosquitto.Success)
            {
                return code;
            }
        }

        return LibMosquitto.Success;
    }

    internal void Answered(int messageId, MqttReason reason)
    {
        if (_asked.Remove(messageId, out Wish? wish))
        {
            wish.TrySetResult(new MqttSubscribeResult(reason));
        }
    }

    /// <summary>Nothing will be asked any more.</summary>
    internal void Close()
    {
        _closed = true;
        foreach (Wish wish in _wishes.Values)
        {
            wish.TrySetCanceled();
        }
    }

    private int Ask(NativeSession session, Wish wish)
    {
        int code = session.Subscribe(wish.Filter, wish.Quality, wish.RetainAsPublished, out int messageId);
        if (Reasons.OfMessage(code) is not null)
        {
            wish.TrySetResult(new MqttSubscribeResult(MqttReason.TopicFilterInvalid));
            _wishes.TryRemove(wish.Filter, out _);
            return LibMosquitto.Success;
        }

        if (code == LibMosquitto.Success)
        {
            _asked[messageId] = wish;
        }

        return code;
    }

    private sealed class Wish(string filter, MqttQuality quality, bool retainAsPublished)
        : TaskCompletionSource<MqttSubscribeResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal string Filter => filter;

        internal MqttQuality Quality => quality;

        internal bool RetainAsPublished => retainAsPublished;

        /// <summary>Whatever becomes of this wish becomes of an earlier one too.</summary>
        internal void AnswerToo(Wish earlier) => _ = Task.ContinueWith(
            answer => answer.IsCanceled ? earlier.TrySetCanceled() : earlier.TrySetResult(answer.Result),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
