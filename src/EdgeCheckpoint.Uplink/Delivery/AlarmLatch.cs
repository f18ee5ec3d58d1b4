using System.Collections.Concurrent;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Raises an alarm once and clears it once, through the journal like every other event. Thread-safe.</summary>
/// <param name="file">Remembers what is raised over restarts, a code on each line; null to remember it for one run.</param>
public sealed class AlarmLatch(IOutbox outbox, Func<EventTime> now, string? file = null)
{
    private readonly Lock _gate = new();

    /// <summary>Codes that are raised; false for those an earlier run raised, which this one may raise again.</summary>
    private readonly ConcurrentDictionary<string, bool> _raised = new();
    private bool _loaded;

    public void Raise(string code, string detail)
    {
        lock (_gate)
        {
            Load();
            if (_raised.GetValueOrDefault(code))
            {
                return;
            }

            // Remembered first: should the process end in between, the worst is that what nobody heard of is cleared.
            _raised.TryAdd(code, false);
            Save();
            _raised[code] = outbox.Append(new AlarmEvent(code, true, detail), now()).Fault == OutboxFault.None;
        }
    }

    public void Clear(string code, string detail)
    {
        if (_loaded && !_raised.ContainsKey(code))
        {
            return;
        }

        lock (_gate)
        {
            Load();
            if (_raised.ContainsKey(code) && outbox.Append(new AlarmEvent(code, false, detail), now()).Fault == OutboxFault.None)
            {
                _raised.TryRemove(code, out _);
                Save();
            }
        }
    }

    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        try
        {
            foreach (string code in file is not null && File.Exists(file) ? File.ReadAllLines(file) : [])
            {
                _raised.TryAdd(code, false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is forgotten, as if there were no file.
        }

        _loaded = true;
    }

    private void Save()
    {
        if (file is null)
        {
            return;
        }

        try
        {
            using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(string.Concat(_raised.Keys.Select(static code => code + "\n"))));
                stream.Flush(flushToDisk: true);
            }

            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The alarm itself goes by the journal; only its end after a restart may be missed.
        }
    }
}
