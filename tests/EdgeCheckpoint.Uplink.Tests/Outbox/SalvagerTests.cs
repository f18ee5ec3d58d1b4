using System.Globalization;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Outbox.Recovery;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>What happens to the journal in use while an older generation is brought over into it.</summary>
public sealed class SalvagerTests : IDisposable
{
    private const int Events = 400;

    private readonly SimulatedDisk _disk = Damaged.Disk(Events, out _);
    private readonly ManualTime _time = new();
    private readonly PayloadSeal _seal;
    private readonly HashChain _chain;
    private readonly Salvager _salvager;

    public SalvagerTests()
    {
        JournalKeys keys = JournalKeys.Derive(Sample.MemoryOptions.Secret.Span);
        _seal = new PayloadSeal(keys.Seal, Sample.Site.Device);
        _chain = new HashChain(keys.Chain, Sample.Site.Device);
        _salvager = new Salvager(_disk, Sample.MemoryOptions, _seal, _time, static (_, _) => { });
    }

    [Fact]
    public async Task A_moment_in_which_the_journal_cannot_be_worked_on_only_delays_a_salvage()
    {
        using JournalDatabase journal = Open("journal-0002.db");
        int works = 0;
        await SalvageAsync(work => ++works is not (2 or 4) && work(journal));
        Assert.Equal((Events, 0), Rows(journal));
    }

    [Fact]
    public async Task A_salvage_whose_journal_is_replaced_meanwhile_brings_everything_into_the_next()
    {
        using JournalDatabase journal = Open("journal-0002.db"), next = Open("journal-0003.db");
        int works = 0;
        await SalvageAsync(work => work(++works <= 2 ? journal : next));
        Assert.Equal((Events, 0), Rows(next));
        Assert.Equal(0, _salvager.Lost);
    }

    [Fact]
    public async Task A_salvage_that_cannot_go_on_ends_with_the_kiosk()
    {
        _salvager.Work = static _ => false;
        Start();
        _salvager.Stop();
        await _salvager.Done.EndsAsync("the salvage");
    }

    public void Dispose()
    {
        _salvager.Stop();
        _seal.Dispose();
        _chain.Dispose();
        _disk.Dispose();
    }

    private JournalDatabase Open(string file) => JournalDatabase.Open(_disk.DataSource(file), 1000, isSmall: true, _chain);

    private void Start() => _salvager.Start(1, () => DamagedFile.Open(_disk, 1), []);

    private async Task SalvageAsync(Func<Func<JournalDatabase, bool>, bool> work)
    {
        _salvager.Work = work;
        Start();
        await Patience.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return _salvager.Done.IsCompleted;
            },
            "the salvage ends");
    }

    private static (int Events, int Gaps) Rows(JournalDatabase journal)
    {
        using SqliteCommand count = journal.Command("SELECT sum(kind = 'scan') || ',' || sum(kind = 'gap') FROM event");
        int[] counts = [.. ((string)count.ExecuteScalar()!).Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
        return (counts[0], counts[1]);
    }
}
