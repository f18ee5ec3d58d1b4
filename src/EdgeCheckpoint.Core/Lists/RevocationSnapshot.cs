using System.Globalization;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>All revocations at one moment: the filter in memory, the exact list behind it. Safe for many readers.</summary>
/// <remarks>Body of the signed document: hashes of 16 bytes each, strictly ascending, and nothing else.</remarks>
public sealed class RevocationSnapshot
{
    private const int ChunkBytes = 4096 * ListHash.Bytes;

    /// <summary>Guesses by proportion before halving takes over.</summary>
    private const int MaxGuesses = 12;

    private readonly RevocationFilter _filter;
    private readonly IRevocationEntries _entries;

    private RevocationSnapshot(RevocationFilter filter, IRevocationEntries entries)
    {
        _filter = filter;
        _entries = entries;
    }

    public static RevocationSnapshot Empty { get; } = new(new RevocationFilter(0), new MemoryEntries([]));

    public long Count => _entries.Count;

    /// <summary>Memory of the filter, bytes.</summary>
    public long FilterBytes => _filter.Bytes;

    /// <summary>Builds the filter from a body that <see cref="Problem"/> found good.</summary>
    /// <param name="entries">The same hashes, for the exact look-up.</param>
    public static RevocationSnapshot Build(Stream body, IRevocationEntries entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var filter = new RevocationFilter(entries.Count);
        ForEach(body, entries.Count * ListHash.Bytes, hash =>
        {
            filter.Add(hash);
            return true;
        });
        return new RevocationSnapshot(filter, entries);
    }

    public static RevocationSnapshot Build(IEnumerable<ListHash> hashes)
    {
        ListHash[] sorted = [.. hashes.Distinct().Order()];
        var filter = new RevocationFilter(sorted.Length);
        foreach (ListHash hash in sorted)
        {
            filter.Add(hash);
        }

        return new RevocationSnapshot(filter, new MemoryEntries(sorted));
    }

    /// <summary>Null, or why a body is no snapshot.</summary>
    public static string? Problem(Stream body, long bytes)
    {
        if (bytes % ListHash.Bytes != 0)
        {
            return $"a snapshot holds {ListHash.Bytes} bytes an entry, and {bytes} bytes are no whole number of entries";
        }

        long index = 0;
        ListHash before = default;
        bool ordered = ForEach(body, bytes, hash =>
        {
            bool good = index == 0 || hash > before;
            (before, index) = (hash, index + 1);
            return good;
        });
        return ordered ? null : string.Create(CultureInfo.InvariantCulture, $"entry {index} is not greater than the one before it");
    }

    public bool Contains(ListHash hash) => _filter.MayContain(hash) && Confirm(hash);

    /// <summary>Whether the filter alone would have asked the exact list; for measuring its rate.</summary>
    internal bool Suspects(ListHash hash) => _filter.MayContain(hash);

    /// <summary>Interpolation search: hashes are evenly spread, so four or five guesses find the place among millions; halving bounds what is not evenly spread.</summary>
    private bool Confirm(ListHash hash)
    {
        long low = 0;
        long high = _entries.Count - 1;
        double from = 0;
        double to = ulong.MaxValue;
        for (int step = 0; low <= high; step++)
        {
            double span = Math.Max(1, to - from);
            long guess = step < MaxGuesses
                ? low + (long)((high - low) * Math.Clamp((hash.High - from) / span, 0, 1))
                : low + ((high - low) / 2);
            ListHash found = _entries[guess];
            int order = found.CompareTo(hash);
            if (order == 0)
            {
                return true;
            }

            if (order < 0)
            {
                (low, from) = (guess + 1, found.High);
            }
            else
            {
                (high, to) = (guess - 1, found.High);
            }
        }

        return false;
    }

    private static bool ForEach(Stream body, long bytes, Func<ListHash, bool> take)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (long left = bytes; left > 0;)
        {
            int count = (int)Math.Min(left, chunk.Length);
            body.ReadExactly(chunk, 0, count);
            for (int i = 0; i < count; i += ListHash.Bytes)
            {
                if (!take(ListHash.Read(chunk.AsSpan(i))))
                {
                    return false;
                }
            }

            left -= count;
        }

        return true;
    }
}
