using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.KioskTests.Visitors;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Operator;

public sealed class OperatorDeskTests : IEventRecorder, IDisposable
{
    private static readonly ReferredScan Waiting = new(41, new DateTimeOffset(2026, 3, 1, 7, 58, 0, TimeSpan.Zero), [Reasons.TemperatureElevated]);

    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly List<CheckpointEvent> _taken = [];
    private readonly OperatorOptions _options = new();
    private bool _refuses;
    private Action _before = static () => { };

    [Fact]
    public void A_shift_is_taken_handed_over_and_ended_by_the_one_who_has_it()
    {
        OperatorDesk desk = Desk();
        Assert.True(desk.TakeShift("07"));
        Assert.True(desk.TakeShift("09"));
        Assert.False(desk.EndShift("07"));
        Assert.True(desk.EndShift("09"));
        Assert.Equal([new ShiftEvent("taken", "07"), new ShiftEvent("handed-over", "09", "07"), new ShiftEvent("ended", "09")], _taken);
    }

    [Fact]
    public void A_referred_person_is_rechecked_once_and_the_loop_is_closed()
    {
        OperatorDesk desk = Desk();
        desk.Refer(Waiting);
        Assert.False(desk.Recheck("07", 41, 50, "released"));
        Assert.False(desk.Recheck("07", 41, 36.7, "eaten"));
        Assert.False(desk.Recheck("07", 99, 36.7, "released"));
        Assert.True(desk.Recheck("07", 41, 36.7, "released"));
        Assert.False(desk.Recheck("07", 41, 36.7, "released"));
        Assert.Equal(new RecheckEvent(41, 36.7, "released", "07"), Assert.Single(_taken));
        Assert.Empty(desk.State.Referred);
    }

    [Fact]
    public void Referred_people_are_bounded_and_the_newest_stay()
    {
        OperatorDesk desk = Desk();
        for (int scan = 1; scan <= OperatorDesk.MaxReferred + 10; scan++)
        {
            desk.Refer(Waiting with { Scan = scan });
        }

        Assert.Equal(Enumerable.Range(11, OperatorDesk.MaxReferred).Select(static s => (long)s), desk.State.Referred.Select(static r => r.Scan));
    }

    [Fact]
    public void The_ledger_adds_up_and_says_when_more_is_needed()
    {
        OperatorDesk desk = Desk();
        Assert.True(desk.IsLow("masks")); // nothing has come yet
        Assert.True(desk.ChangeSupply("07", "masks", 300));
        Assert.True(desk.ChangeSupply("07", "masks", -200));
        Assert.False(desk.ChangeSupply("07", "masks", -101));
        Assert.False(desk.ChangeSupply("07", "masks", 0));
        Assert.False(desk.ChangeSupply("07", "gold", 5));
        Assert.Equal([new SupplyEvent("masks", 300, 300, false, "07"), new SupplyEvent("masks", 100, -200, true, "07")], _taken);
    }

    [Fact]
    public void The_checklist_names_what_is_missing_of_the_ten()
    {
        OperatorDesk desk = Desk();
        Assert.Equal(10, _options.Checklist.Length);
        Assert.True(desk.CheckReadiness("07", [.. _options.Checklist.Skip(2), "never-heard-of"]));
        ReadinessEvent data = Assert.IsType<ReadinessEvent>(Assert.Single(_taken));
        Assert.Equal(["shelter", "desk"], data.Missing);
        Assert.Equal(8, desk.State.Present.Count);
    }

    [Fact]
    public void The_reminder_comes_once_and_goes_with_the_calibration()
    {
        OperatorDesk desk = Desk();
        Assert.True(desk.Calibrated("07", 0.1));
        desk.Remind();
        Assert.Single(_taken);
        _time.Advance(TimeSpan.FromDays(_options.CalibrationDays));
        desk.Remind();
        desk.Remind();
        Assert.True(Assert.IsType<AlarmEvent>(_taken[^1]).Active);
        Assert.Equal(2, _taken.Count);
        Assert.False(desk.Calibrated("07", 7));
        Assert.True(desk.Calibrated("07", -0.2));
        Assert.False(Assert.IsType<AlarmEvent>(_taken[^1]).Active);
    }

    [Fact]
    public void What_the_journal_refuses_did_not_happen()
    {
        OperatorDesk desk = Desk();
        desk.Refer(Waiting);
        _refuses = true;
        OperatorState before = desk.State;
        Assert.False(desk.TakeShift("07"));
        Assert.False(desk.Recheck("07", 41, 36.7, "released"));
        Assert.False(desk.ChangeSupply("07", "masks", 5));
        Assert.False(desk.CheckReadiness("07", []));
        Assert.False(desk.Calibrated("07", 0));
        Assert.Same(before, desk.State);
    }

    [Fact]
    public void A_restart_forgets_nothing_and_a_damaged_file_is_set_aside()
    {
        OperatorDesk desk = Desk();
        desk.TakeShift("07");
        desk.Refer(Waiting);
        desk.ChangeSupply("07", "gloves", 70);
        string kept = JsonSerializer.Serialize(desk.State);
        Assert.Equal(kept, JsonSerializer.Serialize(Desk().State));
        File.WriteAllText(_options.StateFile, "{ half");
        Assert.Equal("", Desk().State.Shift);
        Assert.Equal("{ half", File.ReadAllText(_options.StateFile + ".damaged"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_and_stops_nothing()
    {
        // There, and every read of it fails.
        Assert.Equal("", new OperatorStore("/proc/self/mem").Load(out string problem).Shift);
        Assert.StartsWith("/proc/self/mem cannot be used", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_who_waits_for_the_disk_holds_up_no_referral()
    {
        OperatorDesk desk = Desk();
        using var disk = new ManualResetEventSlim();
        using var waits = new ManualResetEventSlim();
        _before = () =>
        {
            waits.Set();
            disk.Wait();
        };
        Task<bool> shift = Task.Run(() => desk.TakeShift("07"));
        waits.Wait();

        // Returns although the desk is busy until the disk answers.
        desk.Refer(Waiting);
        Assert.False(shift.IsCompleted);
        disk.Set();
        Assert.True(await shift);
        Assert.Equal(41, Assert.Single(desk.State.Referred).Scan);
    }

    [Fact]
    public void Every_event_survives_the_wire()
    {
        CheckpointEvent[] all =
        [
            new ShiftEvent("handed-over", "09", "07"), new RecheckEvent(41, null, "left", "07"), new ReadinessEvent(["desk"], 10, "07"),
            new SupplyEvent("masks", 5, -1, true, "07"), new CalibrationEvent(-0.2, _time.GetUtcNow(), "07"),
        ];
        foreach (CheckpointEvent data in all)
        {
            var envelope = new Envelope(new EventKey("d", "e", 1), "s", new EventTime(_time.GetUtcNow(), ClockState.Synced, "b", 1), Replay.Live, data);
            Assert.True(EnvelopeCodec.TryDecode(EnvelopeCodec.Encode(envelope), out Envelope read, out string error), error);
            Assert.Equal(EnvelopeCodec.Encode(envelope), EnvelopeCodec.Encode(read));
            Assert.Equal(data.Kind, read.Data.Kind);
        }
    }

    [Fact]
    public void Both_languages_have_the_same_texts_and_every_word_of_the_post()
    {
        Assert.Equal(OperatorTexts.Of("zh-CN").Words.Order(), OperatorTexts.Of("en").Words.Order());
        OperatorTexts texts = OperatorTexts.Of("en");
        IEnumerable<string> words = _options.Checklist.Select(static c => "item-" + c).Concat(_options.Supplies.Keys).Concat(OperatorDesk.Dispositions);
        Assert.All(words, word => Assert.Contains(word, texts.Words));
    }

    [Fact]
    public void Words_of_a_site_are_shown_as_text_never_as_markup()
    {
        _options.Checklist = ["<script>alert(1)</script>", "\" onclick=\"x"];
        _options.Supplies = new() { ["<b>"] = "1" };
        OperatorDesk desk = Desk();
        desk.TakeShift("<img>");
        string html = new OperatorPage(desk, _options, OperatorTexts.Of("en"), TimeZoneInfo.Utc).Desk("<img>", "<i>");
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"\" onclick", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"<b>\"", html, StringComparison.Ordinal);
    }

    public bool TryRecord(CheckpointEvent data)
    {
        _before();
        if (!_refuses)
        {
            _taken.Add(data);
        }

        return !_refuses;
    }

    public void Dispose() => _folder.Dispose();

    private OperatorDesk Desk()
    {
        _options.StateFile = _folder.File("operator.json");
        var store = new OperatorStore(_options.StateFile);
        return new OperatorDesk(_options, store, store.Load(out _), this, _time);
    }
}
