namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>What other readers reached on the same pictures: the first table of a <c>peers.md</c> beside the manifest.</summary>
/// <param name="BestSingle">By set: the best single reader in all.</param>
/// <param name="AnyOfThree">By set: at least one of three readers.</param>
internal sealed record BenchPeers(IReadOnlyDictionary<string, int> BestSingle, IReadOnlyDictionary<string, int> AnyOfThree)
{
    /// <summary>Empty where there is no such file.</summary>
    public static BenchPeers Beside(string manifest)
    {
        var best = new Dictionary<string, int>();
        var any = new Dictionary<string, int>();
        string file = Path.Combine(Path.GetDirectoryName(manifest) ?? "", "peers.md");
        foreach (string line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            string[] cells = [.. line.Split('|').Select(static c => c.Trim().Trim('*'))];
            if (cells.Length > 10 && int.TryParse(cells[3], out int single) && int.TryParse(cells[9], out int three))
            {
                best.TryAdd(cells[1], single);
                any.TryAdd(cells[1], three);
            }
        }

        return new BenchPeers(best, any);
    }
}
