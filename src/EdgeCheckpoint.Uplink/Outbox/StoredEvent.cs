using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>One event as the journal holds it, ready to be sent.</summary>
/// <param name="Position">Its place in the journal.</param>
/// <param name="Key">Its identity.</param>
/// <param name="Kind">Kind of the event, such as <c>scan</c>.</param>
/// <param name="Json">The envelope, marked <c>live</c>.</param>
public sealed record StoredEvent(JournalPosition Position, EventKey Key, string Kind, byte[] Json);

/// <summary>A place in the journal: the epoch's number in this journal, then the sequence within the epoch. Ordered as the events were.</summary>
public readonly record struct JournalPosition(long Value) : IComparable<JournalPosition>
{
    /// <summary>2^40 events an epoch: at ten a second, three thousand years.</summary>
    private const int SequenceBits = 40;

    public const long MaxSequence = (1L << SequenceBits) - 1;

    public const int MaxOrdinal = (1 << (62 - SequenceBits)) - 1;

    public JournalPosition(int ordinal, long sequence)
        : this(((long)ordinal << SequenceBits) | sequence)
    {
    }

    /// <summary>Number of the epoch in this journal, from 1.</summary>
    public int Ordinal => (int)(Value >> SequenceBits);

    public long Sequence => Value & MaxSequence;

    public JournalPosition Next => new(Value + 1);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Ordinal}/{Sequence}");

    public int CompareTo(JournalPosition other) => Value.CompareTo(other.Value);

    public static bool operator <(JournalPosition left, JournalPosition right) => left.Value < right.Value;

    public static bool operator >(JournalPosition left, JournalPosition right) => left.Value > right.Value;

    public static bool operator <=(JournalPosition left, JournalPosition right) => left.Value <= right.Value;

    public static bool operator >=(JournalPosition left, JournalPosition right) => left.Value >= right.Value;
}
