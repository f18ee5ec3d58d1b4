using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>A reader and what it did. Micro QR counts on its own, as not every reader knows it.</summary>
internal sealed class BenchContestant(string name, IQrDecoder reader)
{
    public string Name { get; } = name;

    public IQrDecoder Reader { get; } = reader;

    public SortedDictionary<string, BenchTally> Sets { get; } = new(StringComparer.Ordinal);

    public BenchTally Positives { get; } = new();

    public BenchTally Micro { get; } = new();

    public BenchTally Negatives { get; } = new();

    public BenchTally Unlabelled { get; } = new();

    /// <summary>Pictures whose text did not come back, with what did.</summary>
    public List<(string File, IReadOnlyList<DecodedCode> Codes)> Missed { get; } = [];

    public int UnlabelledRead { get; private set; }

    public void Add(BenchPicture picture, IReadOnlyList<DecodedCode> codes, double milliseconds)
    {
        if (picture.Kind == "positive")
        {
            if (!Sets.TryGetValue(picture.Set, out BenchTally? set))
            {
                Sets.Add(picture.Set, set = new BenchTally());
            }

            set.Add(picture, codes, milliseconds);
            if (!codes.Any(code => picture.Texts.Contains(BenchPicture.Normalise(code.Text))))
            {
                Missed.Add((picture.File, codes));
            }
        }

        BenchTally all = picture.Kind switch
        {
            "positive" => picture.IsMicro ? Micro : Positives,
            "negative" => Negatives,
            _ => Unlabelled,
        };
        all.Add(picture, codes, milliseconds);
        UnlabelledRead += all == Unlabelled && codes.Count > 0 ? 1 : 0;
    }
}
