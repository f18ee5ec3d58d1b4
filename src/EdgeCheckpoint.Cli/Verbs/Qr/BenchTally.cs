using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>What one reader did on one set of pictures.</summary>
internal sealed class BenchTally
{
    private readonly List<double> _milliseconds = [];

    public int Pictures { get; private set; }

    public int Correct { get; private set; }

    /// <summary>A text came back, and none of those that came is accepted.</summary>
    public int Wrong { get; private set; }

    /// <summary>Something was read where nothing may be.</summary>
    public int False { get; private set; }

    public double Mean => _milliseconds.Count == 0 ? 0 : _milliseconds.Average();

    public double Maximum => _milliseconds.Count == 0 ? 0 : _milliseconds.Max();

    public void Add(BenchPicture picture, IReadOnlyList<DecodedCode> codes, double milliseconds)
    {
        Pictures++;
        _milliseconds.Add(milliseconds);
        bool correct = codes.Any(code => picture.Texts.Contains(BenchPicture.Normalise(code.Text)));
        Correct += picture.Kind == "positive" && correct ? 1 : 0;
        Wrong += picture.Kind == "positive" && codes.Count > 0 && !correct ? 1 : 0;
        False += picture.Kind == "negative" && codes.Count > 0 ? 1 : 0;
    }

    /// <summary>The smallest time that a share of the pictures did not exceed.</summary>
    public double Percentile(double share)
    {
        if (_milliseconds.Count == 0)
        {
            return 0;
        }

        double[] sorted = [.. _milliseconds.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
