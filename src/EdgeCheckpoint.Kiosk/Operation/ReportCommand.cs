using System.Globalization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Answers how many were judged, by verdict: since the service started, or in a period as far as the journal holds it.</summary>
internal sealed class ReportCommand(VerdictCounts sinceStart, IEventSource journal, TimeProvider time)
{
    private const int Batch = 256;

    public CommandResponse Answer(Command command, CancellationToken cancellationToken)
    {
        if (command.Read<ReportArguments>() is not { } asked || (asked.From ?? DateTimeOffset.MinValue) >= (asked.To ?? DateTimeOffset.MaxValue))
        {
            return new CommandResponse(command.Nonce, false, CommandReasons.BadArguments, "'from' and 'to' must be times such as 2026-03-01T00:00:00Z, 'from' before 'to'.");
        }

        if (asked is { From: null, To: null })
        {
            return new CommandResponse(command.Nonce, true, CommandReasons.Done, "Scans since the service started.") { Values = Texts(sinceStart.Read()) };
        }

        return Count(asked.From ?? DateTimeOffset.MinValue, asked.To ?? time.GetUtcNow(), cancellationToken) is { } found
            ? Describe(command, found)
            : new CommandResponse(command.Nonce, false, CommandReasons.Failed, "The journal cannot be read now; ask again later.");
    }

    private static CommandResponse Describe(Command command, Found found)
    {
        var values = new Dictionary<string, string>(Texts(found.Scans))
        {
            ["from"] = Text(found.From),
            ["to"] = Text(found.To),
            ["held-from"] = Text(found.HeldFrom),
            ["missing"] = found.Missing.ToString(CultureInfo.InvariantCulture),
        };
        string detail = $"Scans from {values["from"]} to {values["to"]}.";
        detail += found.HeldFrom > found.From ? $" The journal holds events from {values["held-from"]} on only; what was before is not counted." : "";
        detail += found.Missing > 0 ? $" {values["missing"]} events of any kind are missing in it." : "";
        return new CommandResponse(command.Nonce, true, CommandReasons.Done, detail) { Values = values };
    }

    /// <summary>Null when the journal cannot be read.</summary>
    private Found? Count(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (journal.Epochs() is not [var first, ..] epochs)
        {
            return null;
        }

        Dictionary<string, long> scans = Enum.GetValues<Verdict>().ToDictionary(static v => Words.Of(v), static _ => 0L);
        long missing = 0;
        DateTimeOffset? held = null;
        foreach (Envelope envelope in Read(new JournalPosition(first.Ordinal, 1), new JournalPosition(epochs[^1].Ordinal, epochs[^1].Last), cancellationToken))
        {
            DateTimeOffset at = envelope.Time.Wall;
            if (envelope is { Data: not GapEvent, Time.Clock: not ClockState.Unset })
            {
                held ??= at;
            }

            if (at < from || at >= to)
            {
                continue;
            }

            if (envelope.Data is ScanEvent scan)
            {
                scans[Words.Of(scan.Verdict)]++;
            }
            else if (envelope.Data is GapEvent gap)
            {
                missing += gap.Last - gap.First + 1;
            }
        }

        DateTimeOffset heldFrom = held ?? to;
        return new Found(from == DateTimeOffset.MinValue ? heldFrom : from, to, heldFrom, scans, missing);
    }

    private IEnumerable<Envelope> Read(JournalPosition from, JournalPosition to, CancellationToken cancellationToken)
    {
        // A damaged row makes one read empty; the next finds a gap record in its place.
        for (int empty = 0; empty < 2;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<StoredEvent> some = journal.Read(from, to, Batch);
            empty = some.Count == 0 ? empty + 1 : 0;
            foreach (StoredEvent stored in some)
            {
                from = stored.Position.Next;
                if (EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out _))
                {
                    yield return envelope;
                }
            }
        }
    }

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, long> counts) =>
        counts.ToDictionary(static c => c.Key, static c => c.Value.ToString(CultureInfo.InvariantCulture));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Found(DateTimeOffset From, DateTimeOffset To, DateTimeOffset HeldFrom, IReadOnlyDictionary<string, long> Scans, long Missing);
}
