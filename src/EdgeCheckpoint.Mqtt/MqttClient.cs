using System.Security.Cryptography;
using EdgeCheckpoint.Mqtt.Connection;

namespace EdgeCheckpoint.Mqtt;

/// <summary>A client that keeps one connection to a broker for as long as it lives, through every failure of network, broker and certificate.</summary>
/// <remarks>
/// All members are thread-safe. Publishes survive a lost connection: what the broker has not answered is sent again, in order,
/// so a broker may see a message twice and never misses one that was awaited.
/// <code>
/// await using var client = MqttClient.Start(new MqttClientOptions { Host = "broker", ClientId = "kiosk-7" });
/// MqttPublishResult result = await client.PublishAsync(new MqttMessage("ecp/v1/d/c/kiosk-7/evt/scan", payload), token);
/// await foreach (MqttMessage message in client.Messages.WithCancellation(token)) { … }
/// </code>
/// </remarks>
public sealed class MqttClient : IAsyncDisposable
{
    /// <summary>Longest time <see cref="DisposeAsync"/> waits; a name server that hangs may keep the thread longer, harmlessly.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly MqttClientOptions _options;
    private readonly SendWindow _window;
    private readonly Subscriptions _subscriptions = new();
    private readonly StateFeed _states = new();
    private readonly NetworkLoop _loop;
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttClient(MqttClientOptions options)
    {
        _options = options;
        _window = new SendWindow(options);
        _loop = new NetworkLoop(options, _window, _subscriptions, _states, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
    }

    /// <summary>Starts connecting and returns at once; the broker need not be there yet.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message names every mistake.</exception>
    public static MqttClient Start(MqttClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Mistakes() is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join("; ", mistakes), nameof(options));
        }

        var client = new MqttClient(options);
        new Thread(client.Run) { IsBackground = true, Name = $"mqtt {options.ClientId}" }.Start();
        return client;
    }

    /// <summary>What the connection is doing now.</summary>
    public MqttConnectionState State => _states.Current;

    /// <summary>Every received message once: several readers share them. Read steadily, or the broker is made to wait.</summary>
    public IAsyncEnumerable<MqttMessage> Messages => _loop.Received.ReadAsync();

    /// <summary>Takes a message that is already here, to work in batches.</summary>
    public bool TryReceive(out MqttMessage message) => _loop.Received.TryTake(out message);

    /// <summary>The current state and every change after it, for each reader anew; ends when the client is disposed.</summary>
    public IAsyncEnumerable<MqttConnectionState> StatesAsync(CancellationToken cancellationToken) => _states.ReadAsync(cancellationToken);

    /// <summary>Waits until the broker has accepted the connection.</summary>
    /// <exception cref="ObjectDisposedException">The client was stopped before.</exception>
    public async Task<MqttConnectionState> ConnectedAsync(CancellationToken cancellationToken)
    {
        await foreach (MqttConnectionState state in StatesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (state.Phase == MqttPhase.Connected)
            {
                return state;
            }
        }

        throw new ObjectDisposedException(nameof(MqttClient));
    }

    /// <summary>Sends a message; completes when the broker has answered it, however many connections that takes.</summary>
    /// <param name="cancellationToken">Gives up waiting; what was already sent may still arrive.</param>
    public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<MqttPublishResult>(cancellationToken);
        }

        return _window.TryReserve() ? Enqueue(message, cancellationToken) : WaitAndEnqueueAsync(message, cancellationToken);
    }

    /// <summary>Asks for messages; completes with the broker's answer. Lasts until unsubscribed: it is renewed at every connection.</summary>
    public Task<MqttSubscribeResult> SubscribeAsync(string filter, MqttQuality quality, CancellationToken cancellationToken) =>
        SubscribeAsync(filter, quality, retainAsPublished: false, cancellationToken);

    /// <summary>The same, with a choice; the newest choice for a filter holds.</summary>
    /// <param name="retainAsPublished">
    /// Whether <see cref="MqttMessage.Retain"/> tells how a message was published, also of one that is delivered at once; MQTT 3.1.1 cannot do that.
    /// </param>
    /// <exception cref="OperationCanceledException">The filter was unsubscribed or the client stopped before the broker answered.</exception>
    public async Task<MqttSubscribeResult> SubscribeAsync(string filter, MqttQuality quality, bool retainAsPublished, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(filter);
        ObjectDisposedException.ThrowIf(_stopped.IsCancellationRequested, this);
        Task<MqttSubscribeResult> answer = _subscriptions.Add(filter, quality, retainAsPublished);
        _loop.Wake();
        return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for no more of these messages; those under way still arrive.</summary>
    public void Unsubscribe(string filter)
    {
        _subscriptions.Remove(filter);
        _loop.Wake();
    }

    /// <summary>Says goodbye to the broker and stops; publishes still open end as <see cref="MqttPublishOutcome.Stopped"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        await _stopped.CancelAsync().ConfigureAwait(false);
        _loop.Stop();
        await Task.WhenAny(_ended.Task, Task.Delay(StopTimeout, _options.Time, CancellationToken.None)).ConfigureAwait(false);
    }

    private Task<MqttPublishResult> Enqueue(MqttMessage message, CancellationToken cancellationToken)
    {
        var request = new PublishRequest(message);
        request.CancelWith(cancellationToken);
        _window.Add(request);
        _loop.WakeToSend();
        return request.Task;
    }

    private async Task<MqttPublishResult> WaitAndEnqueueAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        try
        {
            await _window.ReserveAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new MqttPublishResult(MqttPublishOutcome.Stopped, MqttReason.Success);
        }

        return await Enqueue(message, cancellationToken).ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            _loop.Run();
        }
        finally
        {
            _ended.SetResult();
            _loop.Dispose();
        }
    }
}
