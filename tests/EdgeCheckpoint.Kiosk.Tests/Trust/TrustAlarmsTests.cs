using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

public sealed class TrustAlarmsTests : IDisposable
{
    private readonly RestartableStore _kiosk = new();
    private readonly District _stranger = new();
    private readonly Journal _journal = new();
    private readonly TrustAlarms _alarms;

    public TrustAlarmsTests()
    {
        _alarms = new TrustAlarms(_journal, static () => default, _kiosk.Time);
        _kiosk.Store.Judged += _alarms.Judged;
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _kiosk.Dispose();
    }

    [Fact]
    public void Each_kind_of_document_raises_its_own_alarm_once()
    {
        _kiosk.Import(_stranger.Sign(DocumentKind.Policy, 1, "{}"));
        _kiosk.Import(_stranger.Sign(DocumentKind.TrustList, 1, "{}"));
        _kiosk.Import(_stranger.Sign(DocumentKind.Policy, 2, "{}"));
        Assert.Equal(["policy-refused raised", "trust-list-refused raised"], _journal.Alarms);
    }

    [Fact]
    public void Only_a_good_document_of_its_kind_clears_it()
    {
        _kiosk.Import(_stranger.Sign(DocumentKind.TrustList, 1, "{}"));
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        Assert.Equal(["trust-list-refused raised"], _journal.Alarms);
        _kiosk.Import(_kiosk.District.Sign(DocumentKind.TrustList, 1, "{}"));
        Assert.Equal("trust-list-refused cleared", _journal.Alarms[^1]);
    }

    [Fact]
    public void What_an_earlier_run_raised_is_cleared_by_what_is_good_now()
    {
        using var folder = new TemporaryFolder();
        TrustAlarms Run() => new(_journal, static () => default, _kiosk.Time, folder.File("trust-alarms"));
        var refused = new ImportResult(DocumentFault.UnknownSigner, null, "a stranger's") { Kind = DocumentKind.Policy };
        Run().Judged(refused);
        TrustAlarms next = Run();
        next.Judged(new ImportResult(DocumentFault.None, null, "the district's") { Kind = DocumentKind.Policy });
        next.Stranded(null);
        Assert.Equal(["policy-refused raised", "policy-refused cleared"], _journal.Alarms);
    }

    [Fact]
    public void What_does_not_say_what_it_is_raises_an_alarm_that_any_good_document_clears()
    {
        _kiosk.Import([1, 2, 3]);
        _kiosk.Import(_kiosk.PolicyOf(1, "one"));
        Assert.Equal(["document-refused raised", "document-refused cleared"], _journal.Alarms);
    }

    [Fact]
    public void Stranded_changes_raise_an_alarm_that_names_the_snapshot_until_it_comes()
    {
        _kiosk.Import(_kiosk.Delta(9, snapshot: 5, "a"));
        _alarms.Stranded(_kiosk.Store.Stranded);
        Assert.Empty(_journal.Alarms);
        _kiosk.Time.Advance(TimeSpan.FromMinutes(1));
        _alarms.Stranded(_kiosk.Store.Stranded);
        _alarms.Stranded(_kiosk.Store.Stranded);
        Assert.Equal(["revocations-incomplete raised"], _journal.Alarms);
        Assert.Contains("revocations/5", _journal.Details[^1], StringComparison.Ordinal);
        _kiosk.Import(_kiosk.Snapshot(5, "b"));
        _alarms.Stranded(_kiosk.Store.Stranded);
        Assert.Equal("revocations-incomplete cleared", _journal.Alarms[^1]);
    }

    private sealed class Journal : IOutbox
    {
        public List<string> Alarms { get; } = [];

        public List<string> Details { get; } = [];

        public OutboxResult Append(CheckpointEvent data, EventTime time)
        {
            AlarmEvent alarm = Assert.IsType<AlarmEvent>(data);
            Alarms.Add($"{alarm.Code} {(alarm.Active ? "raised" : "cleared")}");
            Details.Add(alarm.Detail);
            return new OutboxResult(OutboxFault.None, default);
        }
    }
}
