namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Counts the people in an upright picture. Allocates nothing per picture.</summary>
internal sealed class PeopleFinder
{
    private const int HeadsAtMost = 16;

    private readonly int _width;
    private readonly int _height;
    private readonly ThermalOptions _options;
    private readonly bool[] _differs;
    private readonly BlobFinder _silhouettes;
    private readonly BlobFinder _skin;
    private readonly SkinMask _mask;
    private readonly HeadFinder _heads;
    private readonly Head[] _found = new Head[HeadsAtMost];

    /// <param name="width">Of the upright picture.</param>
    /// <param name="height">Of the upright picture.</param>
    /// <param name="focalPixels">Focal length of the sensor, pixels.</param>
    public PeopleFinder(int width, int height, double focalPixels, ThermalOptions options)
    {
        _width = width;
        _height = height;
        _options = options;
        _differs = new bool[width * height];
        int larger = Math.Max(width, height);
        _silhouettes = new BlobFinder(width, height, Math.Max(1, larger / 64));

        // Glasses must not take a face apart.
        _skin = new BlobFinder(width, height, Math.Max(1, larger / 22));
        _mask = new SkinMask(width, height, options);
        _heads = new HeadFinder(width, height, focalPixels, options);
    }

    /// <summary>Number of people, and the head of the one who is nearest; none when no head can be seen.</summary>
    /// <param name="celsius">The upright picture.</param>
    /// <param name="difference">The same, less the background.</param>
    /// <param name="wall">Middle temperature of the background, °C.</param>
    public int Count(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, float wall, out Head? nearest)
    {
        int bodies = Silhouettes(celsius, difference, wall), found = Heads(celsius, difference), people = 0;
        double warmest = double.MinValue;
        for (int i = 0; i < found; i++)
        {
            warmest = Math.Max(warmest, _found[i].FaceCelsius);
        }

        nearest = null;
        for (int i = 0; i < found; i++)
        {
            if (_found[i].FaceCelsius > warmest - _options.FaceSpreadCelsius && !IsPartOfAnother(i, found))
            {
                people++;
                nearest = nearest is { } before && IsBetter(before, _found[i]) ? before : _found[i];
            }
        }

        // Somebody whose head is outside the picture is still somebody.
        return Math.Max(people, Math.Min(bodies, 1));
    }

    /// <summary>A whole head before one the picture cuts off, then the larger.</summary>
    private static bool IsBetter(in Head one, in Head other) =>
        one.IsWhole == other.IsWhole ? one.WidthPixels >= other.WidthPixels : one.IsWhole;

    /// <returns>Number of silhouettes large enough for a person.</returns>
    private int Silhouettes(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference, float wall)
    {
        // Warmer or colder: a person is skin, and a coat from outside.
        for (int i = 0; i < _differs.Length; i++)
        {
            _differs[i] = Math.Abs(difference[i]) > _options.ContrastCelsius;
        }

        LeaveOutHot(celsius);

        _mask.Clear();
        _silhouettes.Find(_differs, celsius, difference, Math.Max(4, _width * _height / 400));
        int bodies = 0;
        foreach (ref readonly Blob blob in _silhouettes.Blobs)
        {
            if (_mask.Mark(celsius, difference, _silhouettes, blob, wall) && blob.Pixels > _width * _height / 100)
            {
                bodies++;
            }
        }

        return bodies;
    }

    /// <summary>What is hotter than anybody, and the rim around it, which mixes with what is beside it: nobody may vanish for holding a cup.</summary>
    private void LeaveOutHot(ReadOnlySpan<float> celsius)
    {
        int rim = Math.Max(1, Math.Max(_width, _height) / 64);
        for (int i = 0; i < celsius.Length; i++)
        {
            if (celsius[i] <= _options.HotObjectCelsius)
            {
                continue;
            }

            int x = i % _width, y = i / _width, left = Math.Max(x - rim, 0), right = Math.Min(x + rim, _width - 1);
            for (int row = Math.Max(y - rim, 0); row <= Math.Min(y + rim, _height - 1); row++)
            {
                _differs.AsSpan((row * _width) + left, right - left + 1).Clear();
            }
        }
    }

    private int Heads(ReadOnlySpan<float> celsius, ReadOnlySpan<float> difference)
    {
        _skin.Find(_mask.Marked, celsius, difference, Math.Max(3, _width * _height / 1000));
        int found = 0;
        foreach (ref readonly Blob blob in _skin.Blobs)
        {
            Head head = _heads.Find(celsius, difference, _skin, blob);
            if (_heads.TrySplit(_skin, blob, head.Region, out int column))
            {
                Keep(_heads.Find(celsius, difference, _skin, blob with { Right = column - 1 }), ref found);
                head = _heads.Find(celsius, difference, _skin, blob with { Left = column + 1 });
            }

            Keep(head, ref found);
        }

        _found.AsSpan(0, found).Sort(static (a, b) => b.WidthPixels.CompareTo(a.WidthPixels));
        return found;
    }

    private void Keep(in Head head, ref int found)
    {
        if ((head.HasBody || head.CutAbove || head.CutBySide) && found < HeadsAtMost)
        {
            _found[found++] = head;
        }
    }

    private bool IsPartOfAnother(int index, int found)
    {
        for (int i = 0; i < found; i++)
        {
            if (i != index && OnePerson.IsPart(_found[index], _found[i], larger: i < index))
            {
                return true;
            }
        }

        return false;
    }
}
