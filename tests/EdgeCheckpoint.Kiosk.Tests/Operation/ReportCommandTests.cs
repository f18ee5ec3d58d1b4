using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>What a report says of a period.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly VerdictCounts _sinceStart = new();
    private readonly ManualTime _time = new();
    private readonly SqliteOutbox _journal;
    private readonly ReportCommand _report;

    public ReportCommandTests()
    {
        _time.SetWall(Noon.AddHours(1));
        _journal = new SqliteOutbox(
            new OutboxOptions { Folder = _folder.File("journal"), Site = new Site("d1", "c1", "k1"), RetainAcknowledged = TimeSpan.Zero }, _time);
        _report = new ReportCommand(_sinceStart, _journal, _time);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_report_counts_the_scans_of_its_period_and_no_others()
    {
        Scan(0, Verdict.Pass);
        Scan(10, Verdict.Pass);
        Append(11, new GateEvent("opened", "decision"));
        Scan(19, Verdict.Refer);
        Scan(20, Verdict.Deny);
        CommandResponse answer = Ask("""{"from":"2026-03-01T12:10:00Z","to":"2026-03-01T20:20:00+08:00"}""");
        Assert.Equal((true, "done"), (answer.Done, answer.Reason));
        Assert.Equal(("1", "1", "0", "0"), (answer.Values["pass"], answer.Values["refer"], answer.Values["deny"], answer.Values["missing"]));
        Assert.Equal(("2026-03-01T12:10:00Z", "2026-03-01T12:20:00Z", "2026-03-01T12:00:00Z"), (answer.Values["from"], answer.Values["to"], answer.Values["held-from"]));
        Assert.DoesNotContain("only", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_says_from_when_the_journal_holds_events()
    {
        for (int minute = 0; minute < 10; minute++)
        {
            Scan(minute, Verdict.Pass);
        }

        _journal.Acknowledge(_journal.Epochs()[^1].Epoch, 6);
        CommandResponse answer = Ask("""{"from":"2026-03-01T00:00:00Z"}""");
        Assert.Equal(("4", "2026-03-01T12:06:00Z", "2026-03-01T13:00:00Z"), (answer.Values["pass"], answer.Values["held-from"], answer.Values["to"]));
        Assert.Contains("from 2026-03-01T12:06:00Z on only", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_counts_more_than_it_reads_at_a_time()
    {
        for (int i = 0; i < 600; i++)
        {
            Scan(i / 60, Verdict.Pass);
        }

        Assert.Equal("600", Ask("""{"to":"2026-03-01T12:59:00Z"}""").Values["pass"]);
    }

    [Fact]
    public void A_report_without_a_period_counts_since_the_start()
    {
        Scan(0, Verdict.Pass);
        _sinceStart.Add(Verdict.Deny);
        CommandResponse answer = Ask("{}");
        Assert.Equal(("0", "1"), (answer.Values["pass"], answer.Values["deny"]));
    }

    [Theory]
    [InlineData("""{"from":"garbage"}""")]
    [InlineData("""{"from":7}""")]
    [InlineData("""{"since":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"from":"2026-03-01T12:00:00Z","to":"2026-03-01T12:00:00Z"}""")]
    public void A_period_that_makes_no_sense_is_refused(string arguments)
    {
        CommandResponse answer = Ask(arguments);
        Assert.Equal((false, "bad-arguments"), (answer.Done, answer.Reason));
    }

    private void Scan(int minute, Verdict verdict) => Append(minute, new ScanEvent { Verdict = verdict, Reasons = [], Direction = Direction.In });

    private void Append(int minute, CheckpointEvent data) =>
        Assert.Equal(OutboxFault.None, _journal.Append(data, new EventTime(Noon.AddMinutes(minute), ClockState.Synced, "b1", minute * 60_000L)).Fault);

    private CommandResponse Ask(string arguments) => _report.Answer(
        new Command(CommandNames.Report, "d1", "c1", "k1", "nonce-nonce-nonce", Noon, Noon.AddSeconds(20), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!),
        CancellationToken.None);
}
