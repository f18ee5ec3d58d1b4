using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>The kiosk's line to its district: delivers the journal, tells how the kiosk does, takes acks and commands.</summary>
/// <remarks>Shares only the journal with the kiosk's loop, so no network can delay an admission.</remarks>
public sealed class DistrictUplink : IAsyncDisposable
{
    private static readonly TimeSpan FailedPause = TimeSpan.FromSeconds(5);

    private readonly UplinkOptions _options;
    private readonly IBroker _broker;
    private readonly MessagePublisher _publisher;
    private readonly DeliveryLoop _delivery;
    private readonly KioskAnnouncer _announcer;
    private readonly AlarmLatch _alarms;
    private readonly TimeProvider _time;
    private readonly Wakeup _subscriptionRefused = new();

    public DistrictUplink(
        UplinkOptions options,
        IBroker broker,
        string session,
        IOutbox outbox,
        IEventSource source,
        IKioskReporter reporter,
        Func<EventTime> now,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _broker = broker;
        _time = time;
        _alarms = new AlarmLatch(outbox, now, options.AlarmFile);
        _publisher = new MessagePublisher(broker, _alarms);
        _delivery = new DeliveryLoop(options, source, new EventPublisher(options, broker, _alarms, now), _alarms, time);
        _announcer = new KioskAnnouncer(options, _publisher, session, source, reporter, time);
    }

    /// <summary>Judges and carries out commands; null for a kiosk that takes none.</summary>
    public CommandGate? Commands { get; init; }

    /// <summary>Takes signed documents that the district keeps retained; null for a kiosk that gets them by file only.</summary>
    public IDocumentInbox? Documents { get; init; }

    /// <summary>Where every command and every defect is told; nowhere by default.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Names one run of the uplink; the will and every status carry it.</summary>
    public static string NewSession() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>What the broker says of a kiosk that vanished; belongs into the client's options.</summary>
    public static MqttWill Will(Site site, string session) =>
        new(KioskAnnouncer.StatusMessage(site, new KioskStatus(KioskState.Offline, session, ["connection-lost"])));

    /// <summary>Runs until cancelled; faults of network and broker never end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CommandPump? commands = Commands is null ? null : new CommandPump(_options.Site, Commands, _publisher, _alarms, Logger);
        Task[] pumps =
        [
            _delivery.RunAsync(stop.Token),
            _delivery.WatchAppendsAsync(stop.Token),
            _delivery.NoteAcksAsync(stop.Token),
            WatchConnectionAsync(stop.Token),
            ReceiveAsync(commands, stop.Token),
            AgainAsync("Asking for a subscription", AskAgainAsync, stop.Token),
            AgainAsync("Telling how the kiosk does", _announcer.RunAsync, stop.Token),
            .. commands is null ? Array.Empty<Task>() : [AgainAsync("Taking commands", commands.RunAsync, stop.Token)],
        ];
        try
        {
            await Task.WhenAny(pumps).Unwrap().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _announcer.SayGoodbyeAsync().ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private async Task WatchConnectionAsync(CancellationToken cancellationToken)
    {
        await foreach (MqttConnectionState state in _broker.ReadStatesAsync(cancellationToken).ConfigureAwait(false))
        {
            bool connected = state.Phase == MqttPhase.Connected;
            if (connected)
            {
                await SubscribeAsync(cancellationToken).ConfigureAwait(false);
            }

            _announcer.SetConnected(connected);
            _delivery.SetConnected(connected);
        }
    }

    private IEnumerable<string> Filters()
    {
        yield return Topics.Ack(_options.Site);
        if (Commands is not null)
        {
            yield return Topics.Command(_options.Site, "+");
        }

        if (Documents is not null)
        {
            yield return Topics.DistrictConfiguration(_options.Site.District, "+");
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        bool granted = true;
        foreach (string filter in Filters())
        {
            MqttSubscribeResult result = await _broker.SubscribeAsync(filter, cancellationToken).ConfigureAwait(false);
            if (!result.Granted)
            {
                granted = false;
                _alarms.Raise(AlarmCodes.SubscriptionRefused, $"The broker refused the subscription to {filter} with reason {result.Reason}; it is asked again. Check the broker's access list for this device.");
            }
        }

        if (granted)
        {
            _alarms.Clear(AlarmCodes.SubscriptionRefused, "The broker grants every subscription.");
        }
        else
        {
            _subscriptionRefused.Signal();
        }
    }

    /// <summary>Somebody may change the access list while the connection stands.</summary>
    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _subscriptionRefused.WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(_options.RefusedPause, _time, cancellationToken).ConfigureAwait(false);
            await SubscribeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts work again that failed: no defect beside the delivery of events may end it.</summary>
    private async Task AgainAsync(string name, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work(cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A pump's boundary is where faults of any kind end.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.WorkFailed(Logger, name, FailedPause, e);
                await Task.Delay(FailedPause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync(CommandPump? commands, CancellationToken cancellationToken)
    {
        await foreach (MqttMessage message in _broker.ReadMessagesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (message.Topic == Topics.Ack(_options.Site))
            {
                if (ContractJson.TryDecode(message.Payload.Span, out DurableAck ack))
                {
                    _delivery.Acknowledge(ack);
                }
            }
            else if (Topics.TryParse(message.Topic, out Site site, out string channel, out string name) && site == _options.Site && channel == "cmd")
            {
                commands?.Offer(name, message);
            }
            else if (message.Topic.StartsWith(Topics.DistrictConfiguration(_options.Site.District, ""), StringComparison.Ordinal) && !message.Payload.IsEmpty)
            {
                Documents?.Offer(message.Topic[(message.Topic.LastIndexOf('/') + 1)..], message.Payload);
            }
        }
    }
}
