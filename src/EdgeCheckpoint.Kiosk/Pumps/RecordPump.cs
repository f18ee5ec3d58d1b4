using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Saves the record of inputs when somebody asks for it, and when the kiosk goes out of service.</summary>
internal sealed class RecordPump(InputRecords records, ScreenHub screen, TimeProvider time, ILogger<RecordPump> log) : Pump(time, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A fault that comes and goes must not push the records of others away.</summary>
    private static readonly TimeSpan FaultAgainAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private long? _savedAt;
    private long? _sweptAt;
    private bool _out;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, Time);
        do
        {
            if (_sweptAt is null || Time.GetElapsedTime(_sweptAt.Value) >= SweepEvery)
            {
                _sweptAt = Time.GetTimestamp();
                Guarded(records.Sweep);
            }

            bool isOut = screen.View is { Page: ScreenPage.OutOfService, Reasons.Count: > 0 };
            bool wentOut = isOut && !_out;
            _out = isOut;
            if (records.IsAskedFor)
            {
                Save("request");
            }
            else if (wentOut && (_savedAt is null || Time.GetElapsedTime(_savedAt.Value) >= FaultAgainAfter))
            {
                _savedAt = Time.GetTimestamp();
                Save("out-of-service");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Save(string cause) => Guarded(() => Log.RecordSaved(Logger, cause, records.Save(cause)));

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.RecordNotSaved(Logger, e.Message);
        }
    }
}
