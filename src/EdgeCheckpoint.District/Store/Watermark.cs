namespace EdgeCheckpoint.District.Store;

/// <summary>How far one journal has arrived without a hole.</summary>
internal sealed class Watermark(long value)
{
    private readonly SortedSet<long> _ahead = [];
    private readonly List<(long First, long Last)> _holes = [];

    /// <summary>Every sequence up to and including this one is stored.</summary>
    internal long Value { get; private set; } = value;

    /// <summary>Sequences stored beyond a hole.</summary>
    internal int Ahead => _ahead.Count;

    internal void Add(long sequence)
    {
        if (sequence > Value)
        {
            _ahead.Add(sequence);
            Advance();
        }
    }

    /// <summary>Accounts for sequences that will never come: the kiosk had to drop them and says so.</summary>
    internal void Cover(long first, long last)
    {
        if (first <= Value + 1 && last > Value)
        {
            Value = last;
            _ahead.RemoveWhere(s => s <= last);
            Advance();
        }
        else if (first > Value + 1 && last >= first)
        {
            _holes.Add((first, last));
        }
    }

    private void Advance()
    {
        bool moved = true;
        while (moved)
        {
            moved = false;
            while (_ahead.Remove(Value + 1))
            {
                Value++;
                moved = true;
            }

            int hole = _holes.FindIndex(h => h.First <= Value + 1);
            if (hole >= 0)
            {
                long last = _holes[hole].Last;
                _holes.RemoveAt(hole);
                if (last > Value)
                {
                    Value = last;
                    _ahead.RemoveWhere(s => s <= last);
                }

                moved = true;
            }
        }
    }
}
