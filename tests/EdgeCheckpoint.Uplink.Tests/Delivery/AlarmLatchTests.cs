using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>Every alarm that is raised is cleared once its cause is gone.</summary>
public sealed class AlarmLatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Journal _journal = new();

    public void Dispose() => _folder.Dispose();

    private AlarmLatch Latch() => new(_journal, static () => Sample.Time(), _folder.File("alarms"));

    [Fact]
    public void An_alarm_is_raised_once_and_cleared_once()
    {
        AlarmLatch latch = Latch();
        latch.Clear("a", "");
        latch.Raise("a", "one");
        latch.Raise("a", "two");
        latch.Clear("b", "");
        latch.Clear("a", "");
        latch.Clear("a", "");
        Assert.Equal([("a", true), ("a", false)], _journal.Said);
    }

    [Fact]
    public void An_alarm_that_an_earlier_run_raised_is_cleared()
    {
        Latch().Raise("a", "");
        AlarmLatch next = Latch();
        next.Clear("b", "");
        next.Clear("a", "");
        Latch().Clear("a", "");
        Assert.Equal([("a", true), ("a", false)], _journal.Said);
    }

    [Fact]
    public void An_alarm_whose_cause_outlives_a_restart_is_raised_again()
    {
        Latch().Raise("a", "");
        AlarmLatch next = Latch();
        next.Raise("a", "");
        next.Raise("a", "");
        Assert.Equal([("a", true), ("a", true)], _journal.Said);
    }

    [Fact]
    public void What_the_journal_does_not_take_is_said_again()
    {
        AlarmLatch latch = Latch();
        _journal.Fault = OutboxFault.Io;
        latch.Raise("a", "");
        _journal.Fault = OutboxFault.None;
        latch.Raise("a", "");
        _journal.Fault = OutboxFault.Io;
        latch.Clear("a", "");
        _journal.Fault = OutboxFault.None;
        latch.Clear("a", "");
        Assert.Equal([("a", true), ("a", false)], _journal.Said);
    }

    [Fact]
    public void A_latch_that_cannot_remember_works_all_the_same()
    {
        Directory.CreateDirectory(_folder.File("alarms"));
        AlarmLatch latch = Latch();
        latch.Raise("a", "");
        latch.Clear("a", "");
        Assert.Equal([("a", true), ("a", false)], _journal.Said);
    }

    private sealed class Journal : IOutbox
    {
        public List<(string Code, bool Active)> Said { get; } = [];

        public OutboxFault Fault { get; set; }

        public OutboxResult Append(CheckpointEvent data, EventTime time)
        {
            if (Fault == OutboxFault.None && data is AlarmEvent alarm)
            {
                Said.Add((alarm.Code, alarm.Active));
            }

            return new OutboxResult(Fault, default);
        }
    }
}
