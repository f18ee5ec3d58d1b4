namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>One row of the journal's event table.</summary>
/// <param name="Position">Epoch and sequence.</param>
/// <param name="Kind">Kind of the event; in the clear, because space is made by kind.</param>
/// <param name="WallMs">Wall time of the event, Unix milliseconds; in the clear, because retention is by age.</param>
/// <param name="Payload">The envelope, sealed where the device has a secret.</param>
internal readonly record struct JournalRow(JournalPosition Position, string Kind, long WallMs, byte[] Payload);

/// <summary>A row with its link in the hash chain.</summary>
internal readonly record struct LinkedRow(JournalRow Row, byte[] Link);
