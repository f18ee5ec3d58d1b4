using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Pumps;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Takes documents from the district's retained messages and from the incoming folder into force.</summary>
internal sealed class DocumentsPump(
    KioskTrust trust,
    KioskOptions options,
    IOutbox outbox,
    WallClock clock,
    TimeProvider time,
    ILogger<DocumentsPump> log) : Pump(time, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TrustAlarms _alarms = new(outbox, () => TimeOf(clock), time, Path.Combine(options.Journal.Folder, "trust-alarms"));
    private bool _listening;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        Listen();
        if (trust.Store is not { } store)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, stoppingToken);
            return;
        }

        var incoming = new IncomingFolder(DocumentFiles.Incoming(options.Rules.DocumentsFolder), store, Now);
        using var timer = new PeriodicTimer(LookEvery, Time);
        Task<bool> tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        Task<bool> message = trust.Inbox.Waiting.WaitToReadAsync(stoppingToken).AsTask();
        while (true)
        {
            await Task.WhenAny(tick, message);
            stoppingToken.ThrowIfCancellationRequested();
            while (trust.Inbox.Waiting.TryRead(out byte[]? document))
            {
                store.Import(document, Now());
            }

            if (tick.IsCompleted)
            {
                incoming.TakeAll();
                _alarms.Stranded(store.Stranded);
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            if (message.IsCompleted)
            {
                message = trust.Inbox.Waiting.WaitToReadAsync(stoppingToken).AsTask();
            }
        }
    }

    private void Listen()
    {
        if (_listening)
        {
            return;
        }

        _listening = true;
        trust.Listed += _alarms.Listed;
        if (trust.Uses.SetAside is { } damaged)
        {
            Log.MemorySetAside(Logger, damaged);
        }

        if (trust.Store is { } store)
        {
            trust.Loaded.ForEach(Judged);
            store.Judged += Judged;
        }
    }

    private void Judged(ImportResult result)
    {
        if (result.IsAlarming)
        {
            Log.DocumentRefused(Logger, result.Detail);
        }
        else if (result.Fault is DocumentFault.None or DocumentFault.OtherBase)
        {
            Log.DocumentTaken(Logger, result.Detail);
        }

        _alarms.Judged(result);
    }

    private VerificationTime Now() => new(Time.GetUtcNow(), clock.State);

    private static EventTime TimeOf(WallClock clock)
    {
        Ticked tick = clock.Tick();
        return new EventTime(tick.Wall, tick.Clock, BootIdentity.Current, (long)tick.At.SinceStart.TotalMilliseconds);
    }
}
