using System.Collections.Concurrent;
using EdgeCheckpoint.Contract.Events;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>What operators do. Every act is in the journal before it counts. Thread-safe.</summary>
/// <param name="begun">State as the store gave it at start.</param>
internal sealed class OperatorDesk(OperatorOptions options, OperatorStore store, OperatorState begun, IEventRecorder recorder, TimeProvider time)
{
    /// <summary>Words of what became of a referred person.</summary>
    internal static readonly string[] Dispositions = ["released", "sent-to-care", "turned-back", "left"];

    /// <summary>Alarm while the comparison with a reference is overdue.</summary>
    internal const string CalibrationDue = "calibration-due";

    /// <summary>More waiting people than this are not listed; the oldest go first.</summary>
    internal const int MaxReferred = 50;

    private const int MaxQuantity = 1_000_000;

    private readonly Lock _gate = new();
    private readonly IReadOnlyDictionary<string, int> _limits = options.Limits();
    private readonly ConcurrentQueue<ReferredScan> _arrivals = new();
    private OperatorState _state = begun;

    internal OperatorState State
    {
        get
        {
            lock (_gate)
            {
                TakeIn();
                return _state;
            }
        }
    }

    internal DateTimeOffset? CalibrationNextDue => State.CalibratedAt?.AddDays(options.CalibrationDays);

    internal bool IsLow(string item) => _limits.TryGetValue(item, out int limit) && State.Supplies.GetValueOrDefault(item) <= limit;

    /// <summary>A person was referred: somebody has to recheck. Returns at once: neither the disk nor an operator's page may hold up the loop.</summary>
    internal void Refer(ReferredScan scan)
    {
        _arrivals.Enqueue(scan);
        ThreadPool.UnsafeQueueUserWorkItem(static desk => _ = desk.State, this, preferLocal: false);
    }

    private void TakeIn()
    {
        List<ReferredScan> arrived = [];
        while (_arrivals.TryDequeue(out ReferredScan? scan))
        {
            arrived.Add(scan);
        }

        if (arrived.Count > 0)
        {
            Save(_state with { Referred = [.. _state.Referred.Concat(arrived).TakeLast(MaxReferred)] });
        }
    }

    /// <summary>Badges that open the page; null where none do.</summary>
    internal OperatorBadges? Badges { get; init; }

    /// <param name="by"><c>pin</c> or <c>badge</c>.</param>
    internal bool SignedIn(string name, string by)
    {
        lock (_gate)
        {
            return recorder.TryRecord(new ShiftEvent("signed-in", name) { By = by });
        }
    }

    internal bool TakeShift(string name)
    {
        lock (_gate)
        {
            ShiftEvent data = _state.Shift.Length == 0 || _state.Shift == name
                ? new("taken", name)
                : new("handed-over", name, _state.Shift);
            return Record(data, _state with { Shift = name, ShiftSince = time.GetUtcNow() });
        }
    }

    internal bool EndShift(string name)
    {
        lock (_gate)
        {
            return _state.Shift == name && Record(new ShiftEvent("ended", name), _state with { Shift = "", ShiftSince = null });
        }
    }

    /// <param name="celsius">Clinical thermometer, 30 to 45 °C; null where none was taken.</param>
    internal bool Recheck(string name, long scan, double? celsius, string disposition)
    {
        lock (_gate)
        {
            TakeIn();
            bool sensible = celsius is null or (>= 30 and <= 45);
            return sensible && Dispositions.Contains(disposition) && _state.Referred.Any(r => r.Scan == scan)
                && Record(new RecheckEvent(scan, celsius, disposition, name), _state with { Referred = [.. _state.Referred.Where(r => r.Scan != scan)] });
        }
    }

    /// <param name="present">Items that are there; others of the list are missing.</param>
    internal bool CheckReadiness(string name, IReadOnlyCollection<string> present)
    {
        lock (_gate)
        {
            string[] missing = [.. options.Checklist.Except(present)];
            return Record(
                new ReadinessEvent(missing, options.Checklist.Length, name),
                _state with { Present = [.. options.Checklist.Intersect(present)], CheckedAt = time.GetUtcNow() });
        }
    }

    /// <param name="change">What came (positive) or was used (negative).</param>
    internal bool ChangeSupply(string name, string item, int change)
    {
        lock (_gate)
        {
            long quantity = (long)_state.Supplies.GetValueOrDefault(item) + change;
            if (!_limits.TryGetValue(item, out int limit) || change == 0 || quantity is < 0 or > MaxQuantity)
            {
                return false;
            }

            var supplies = new Dictionary<string, int>(_state.Supplies) { [item] = (int)quantity };
            return Record(new SupplyEvent(item, (int)quantity, change, quantity <= limit, name), _state with { Supplies = supplies });
        }
    }

    /// <param name="offsetCelsius">Reading minus reference, -5 to 5 °C.</param>
    internal bool Calibrated(string name, double offsetCelsius)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            bool done = Math.Abs(offsetCelsius) <= 5
                && Record(new CalibrationEvent(offsetCelsius, now.AddDays(options.CalibrationDays), name), _state with { CalibratedAt = now });
            return done && (!_state.CalibrationReminded
                || Record(new AlarmEvent(CalibrationDue, false, "compared with a reference"), _state with { CalibrationReminded = false }));
        }
    }

    /// <summary>Raises the reminder once when the comparison is overdue. To be called now and then, with a trusted clock.</summary>
    internal void Remind()
    {
        lock (_gate)
        {
            bool due = CalibrationNextDue is not { } next || time.GetUtcNow() >= next;
            if (due && !_state.CalibrationReminded)
            {
                string detail = _state.CalibratedAt is null ? "never compared with a reference" : $"last compared {options.CalibrationDays} days ago or more";
                Record(new AlarmEvent(CalibrationDue, true, detail), _state with { CalibrationReminded = true });
            }
        }
    }

    private bool Record(CheckpointEvent data, OperatorState after)
    {
        if (!recorder.TryRecord(data))
        {
            return false;
        }

        Save(after);
        return true;
    }

    private void Save(OperatorState after)
    {
        _state = after;
        store.TrySave(after);
    }
}
