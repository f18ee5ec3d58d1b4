using System.Security.Cryptography;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Kiosk.Operator;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>What became of a registration.</summary>
internal enum VisitorOutcome
{
    Registered,

    /// <summary>A field needs another look.</summary>
    Incomplete,

    /// <summary>Too many in a short time.</summary>
    Busy,

    /// <summary>The clock, the disk or the journal does not allow it now.</summary>
    Unable,
}

/// <summary>Takes registrations, from the touch screen or as a text read by the camera. Thread-safe.</summary>
/// <param name="districtKey">Public key of the district; owned by the desk.</param>
/// <param name="clock">State of the wall clock: without time nobody could say when a record must go.</param>
/// <param name="notice">Version of the privacy notice.</param>
internal sealed class VisitorDesk(
    VisitorStore store, ECDiffieHellman districtKey, IEventRecorder recorder, TimeProvider time, Func<ClockState> clock, TimeSpan retention, string notice)
    : IDisposable
{
    /// <summary>At most this many within <see cref="Window"/>.</summary>
    internal const int MaxPerWindow = 20;

    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _recent = new();

    /// <summary>How the screen says it.</summary>
    internal static Prompt PromptOf(VisitorOutcome outcome) => outcome switch
    {
        VisitorOutcome.Registered => Prompt.VisitorRegistered,
        VisitorOutcome.Incomplete => Prompt.VisitorIncomplete,
        VisitorOutcome.Busy => Prompt.VisitorBusy,
        _ => Prompt.VisitorUnable,
    };

    /// <summary>Registers by the fields of the form.</summary>
    internal VisitorOutcome Register(IReadOnlyDictionary<string, string> fields, out IReadOnlyList<string> problems) =>
        VisitorRecord.TryCreate(fields, out VisitorRecord record, out problems) ? Register(record, "form") : VisitorOutcome.Incomplete;

    /// <summary>Registers by a text that starts with <see cref="VisitorText.Prefix"/>.</summary>
    internal VisitorOutcome RegisterText(string text, out IReadOnlyList<string> problems) =>
        VisitorText.TryParse(text, out VisitorRecord record, out problems) ? Register(record, "text") : VisitorOutcome.Incomplete;

    /// <summary>Deletes what may no longer be kept. Does nothing while the clock is not to be trusted.</summary>
    internal int Sweep()
    {
        lock (_gate)
        {
            return clock() == ClockState.Unset ? 0 : store.Sweep(time.GetUtcNow());
        }
    }

    public void Dispose() => districtKey.Dispose();

    private VisitorOutcome Register(VisitorRecord record, string source)
    {
        lock (_gate)
        {
            if (!MayNow())
            {
                return VisitorOutcome.Busy;
            }

            if (clock() == ClockState.Unset)
            {
                return VisitorOutcome.Unable;
            }

            DateTimeOffset keepUntil = time.GetUtcNow() + retention;
            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(record, VisitorJsonContext.Default.VisitorRecord);
            byte[] box = SealedBox.Seal(json, districtKey);
            CryptographicOperations.ZeroMemory(json);
            var data = new VisitorEvent(id, Convert.ToBase64String(box), SealedBox.KeyIdOf(districtKey), keepUntil, source, notice);
            if (!store.TryKeep(id, box, keepUntil, out _))
            {
                return VisitorOutcome.Unable;
            }

            if (recorder.TryRecord(data))
            {
                return VisitorOutcome.Registered;
            }

            store.Forget(id);
            return VisitorOutcome.Unable;
        }
    }

    private bool MayNow()
    {
        long now = time.GetTimestamp();
        while (_recent.TryPeek(out long oldest) && time.GetElapsedTime(oldest, now) > Window)
        {
            _recent.Dequeue();
        }

        if (_recent.Count >= MaxPerWindow)
        {
            return false;
        }

        _recent.Enqueue(now);
        return true;
    }
}
