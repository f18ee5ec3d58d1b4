namespace EdgeCheckpoint.District.Store;

/// <summary>Tables of the district's store, version in <c>user_version</c>.</summary>
internal static class StoreSchema
{
    internal const int Version = 1;

    /// <summary>Durable at commit: an ack that has been sent must never be forgotten.</summary>
    internal const string Settings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        """;

    internal const string Tables = """
        CREATE TABLE event (
          id          INTEGER PRIMARY KEY AUTOINCREMENT,
          device      TEXT NOT NULL,
          epoch       TEXT NOT NULL,
          sequence    INTEGER NOT NULL,
          district    TEXT NOT NULL,
          checkpoint  TEXT NOT NULL,
          kind        TEXT NOT NULL,
          verdict     TEXT,
          time_ms     INTEGER NOT NULL,
          clock       TEXT NOT NULL,
          replay      TEXT NOT NULL,
          received_ms INTEGER NOT NULL,
          payload     BLOB NOT NULL,
          UNIQUE (device, epoch, sequence));
        CREATE INDEX event_received ON event (received_ms);
        CREATE INDEX event_time ON event (time_ms);

        CREATE TABLE quarantine (
          id          INTEGER PRIMARY KEY AUTOINCREMENT,
          topic       TEXT NOT NULL,
          device      TEXT NOT NULL,
          epoch       TEXT,
          sequence    INTEGER,
          received_ms INTEGER NOT NULL,
          error       TEXT NOT NULL,
          digest      BLOB NOT NULL,
          payload     BLOB NOT NULL,
          UNIQUE (topic, digest));

        CREATE TABLE journal (
          device      TEXT NOT NULL,
          epoch       TEXT NOT NULL,
          district    TEXT NOT NULL,
          checkpoint  TEXT NOT NULL,
          watermark   INTEGER NOT NULL,
          seen_ms     INTEGER NOT NULL,
          PRIMARY KEY (device, epoch)) WITHOUT ROWID;

        CREATE TABLE gap (
          device      TEXT NOT NULL,
          epoch       TEXT NOT NULL,
          first       INTEGER NOT NULL,
          last        INTEGER NOT NULL,
          cause       TEXT NOT NULL,
          PRIMARY KEY (device, epoch, first)) WITHOUT ROWID;

        CREATE TABLE alarm (
          device      TEXT NOT NULL,
          code        TEXT NOT NULL,
          active      INTEGER NOT NULL,
          detail      TEXT NOT NULL,
          since_ms    INTEGER NOT NULL,
          epoch       TEXT NOT NULL,
          sequence    INTEGER NOT NULL,
          PRIMARY KEY (device, code)) WITHOUT ROWID;
        """;
}
