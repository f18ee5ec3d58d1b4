using System.Collections.Immutable;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Ingest;

/// <summary>Broker to store: takes every message of a district's kiosks, commits in batches, and only then acknowledges.</summary>
/// <remarks>One pump. While the store fails it keeps its batch, acknowledges nothing and tries again; the client's bounded queue makes the broker wait.</remarks>
public sealed class DistrictIngest(
    string district,
    MqttClient client,
    EventStore store,
    KioskRegistry kiosks,
    TimeProvider time,
    ILogger<DistrictIngest> logger)
{
    /// <summary>Most messages in one transaction.</summary>
    public const int BatchLimit = 1024;

    /// <summary>Most refusals remembered.</summary>
    private const int RefusalLimit = 20;

    /// <summary>SQLITE_CONSTRAINT: the store works, and takes no such row.</summary>
    private const int Constraint = 19;

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(30);

    private ImmutableSortedDictionary<string, MqttReason> _refusals = ImmutableSortedDictionary<string, MqttReason>.Empty;
    private long _events;
    private long _duplicates;
    private long _quarantined;

    /// <summary>Beats after every commit that added events.</summary>
    public Pulse Stored { get; } = new();

    /// <summary>The store's fault in words; empty while it works.</summary>
    public string StoreFault { get; private set; } = "";

    /// <summary>What the broker's access list keeps from us: filters and ack topics, each with its reason. Shown on the page until granted.</summary>
    public string Refusals => string.Join(", ", _refusals.Select(static r => $"{r.Key}: {r.Value}"));

    /// <summary>New events, resent events and undecodable messages since start.</summary>
    public (long Events, long Duplicates, long Quarantined) Counters =>
        (Interlocked.Read(ref _events), Interlocked.Read(ref _duplicates), Interlocked.Read(ref _quarantined));

    /// <summary>Runs until cancelled; faults of network and store never end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] pumps = [SubscribeAsync(stop.Token), PumpAsync(stop.Token), RemindAsync(stop.Token)];
        try
        {
            // The pumps end only by cancellation or by a defect, which must not go unseen.
            await Task.WhenAny(pumps.Skip(1)).Unwrap().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop; what was not committed was not acknowledged either.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        string prefix = $"{Topics.Root}/{district}/+/+";
        // The district's own acks come first: they say what kiosks may have forgotten already.
        List<string> wanted = [$"{prefix}/ack", $"{prefix}/evt/#", $"{prefix}/status", $"{prefix}/info", $"{prefix}/tel/#"];
        while (true)
        {
            foreach (string filter in wanted.ToArray())
            {
                MqttSubscribeResult result = await client.SubscribeAsync(filter, MqttQuality.AtLeastOnce, cancellationToken).ConfigureAwait(false);
                if (result.Granted)
                {
                    wanted.Remove(filter);
                    Granted(filter);
                }
                else
                {
                    Refused(filter, result.Reason);
                    Log.SubscriptionRefused(logger, filter, result.Reason, RefusedPause);
                }
            }

            if (wanted.Count == 0)
            {
                return;
            }

            await Task.Delay(RefusedPause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Refused(string topic, MqttReason reason) =>
        ImmutableInterlocked.Update(ref _refusals, static (all, news) => all.Count < RefusalLimit ? all.SetItem(news.topic, news.reason) : all, (topic, reason));

    private void Granted(string topic) => ImmutableInterlocked.Update(ref _refusals, static (all, topic) => all.Remove(topic), topic);

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        List<IncomingEvent> batch = [];
        await foreach (MqttMessage first in client.Messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Take(first, batch);
            while (batch.Count < BatchLimit && client.TryReceive(out MqttMessage next))
            {
                Take(next, batch);
            }

            if (batch.Count > 0)
            {
                await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
                batch.Clear();
            }
        }
    }

    private void Take(MqttMessage message, List<IncomingEvent> batch)
    {
        if (!Topics.TryParse(message.Topic, out Site site, out string channel, out string name))
        {
            return;
        }

        switch (channel)
        {
            case "evt":
                batch.Add(MessageReader.Read(site, message, time.GetUtcNow()));
                break;
            case "ack":
                Adopt(site, message);
                break;
            default:
                kiosks.Hear(site, channel, name, message);
                break;
        }
    }

    /// <summary>Reads our own retained word back, in case this store is younger than it.</summary>
    private void Adopt(Site site, MqttMessage message)
    {
        if (!message.Retain || !ContractJson.TryDecode(message.Payload.Span, out DurableAck ack))
        {
            return;
        }

        try
        {
            if (store.Adopt(site, ack, time.GetUtcNow()))
            {
                Log.AckAdopted(logger, site.Device, ack.Epoch, ack.Sequence);
            }
        }
        catch (SqliteException e)
        {
            StoreFault = e.Message;
            Log.StoreFailed(logger, e.Message, store.File);
        }
    }

    private async Task CommitAsync(IReadOnlyList<IncomingEvent> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                CommitResult result = store.Commit(batch);
                StoreFault = "";
                Report(batch, result);
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Constraint && batch is not [{ Envelope: null }])
            {
                // One event must not hold up a district: each goes by itself, and the one that cannot be stored to quarantine.
                IEnumerable<IncomingEvent> singly = batch is [var culprit] ? [culprit with { Envelope = null, Error = $"the store does not take it: {e.Message}" }] : batch;
                foreach (IncomingEvent incoming in singly)
                {
                    await CommitAsync([incoming], cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (SqliteException e)
            {
                StoreFault = e.Message;
                Log.StoreFailed(logger, e.Message, store.File);
            }

            await Task.Delay(StoreRetry, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Report(IReadOnlyList<IncomingEvent> batch, CommitResult result)
    {
        Interlocked.Add(ref _events, result.Added.Count);
        Interlocked.Add(ref _duplicates, result.Duplicates);
        Interlocked.Add(ref _quarantined, result.Quarantined);
        foreach (IncomingEvent undecodable in batch.Where(static e => e.Envelope is null))
        {
            Log.Quarantined(logger, undecodable.Topic, undecodable.Error);
        }

        foreach ((Site site, DurableAck ack) in result.Acks)
        {
            _ = AcknowledgeAsync(site, ack);
        }

        kiosks.Hear(result);
        if (result.Added.Count > 0)
        {
            Stored.Beat();
        }
    }

    /// <summary>Says the retained acks again at every connection: the broker may have lost its memory.</summary>
    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        await foreach (MqttConnectionState state in client.StatesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (state.Phase == MqttPhase.Connected)
            {
                Log.Connected(logger);
                foreach ((Site site, DurableAck ack) in store.CurrentAcks().Where(a => a.Site.District == district))
                {
                    _ = AcknowledgeAsync(site, ack);
                }
            }
            else if (state.Phase == MqttPhase.Disconnected)
            {
                Log.Disconnected(logger, state.Detail);
            }
        }
    }

    private async Task AcknowledgeAsync(Site site, DurableAck ack)
    {
        // An ack that could not be sent is no loss: the kiosk sends its events again, and the next one is cumulative.
        using var patience = new CancellationTokenSource(AckPatience, time);
        try
        {
            var message = new MqttMessage(Topics.Ack(site), ContractJson.Encode(ack)) { Retain = true };
            MqttPublishResult result = await client.PublishAsync(message, patience.Token).ConfigureAwait(false);
            if (result.Outcome is MqttPublishOutcome.Refused or MqttPublishOutcome.Invalid)
            {
                Refused(message.Topic, result.Reason);
                Log.AckRefused(logger, site.Device, result.Reason);
            }
            else if (result.Accepted)
            {
                Granted(message.Topic);
            }
        }
        catch (OperationCanceledException)
        {
            Log.AckLate(logger, site.Device);
        }
    }
}
