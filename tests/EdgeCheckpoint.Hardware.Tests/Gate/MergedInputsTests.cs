using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Gate;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

public sealed class MergedInputsTests
{
    [Fact]
    public async Task Each_source_keeps_its_order_and_none_is_lost()
    {
        ScriptedInputs one = new();
        ScriptedInputs other = new();
        using MergedInputs merged = MergedInputs.Start(one, other);
        for (int i = 0; i < 100; i++)
        {
            one.Tell(SiteSignal.Door, i % 2 == 0, i);
            other.Tell(SiteSignal.Presence, i % 2 == 0, i);
        }

        List<SiteInput> read = [];
        for (int i = 0; i < 200; i++)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
            read.Add(await merged.ReadAsync(patience.Token));
        }

        foreach (SiteSignal signal in (SiteSignal[])[SiteSignal.Door, SiteSignal.Presence])
        {
            Assert.Equal(Enumerable.Range(0, 100), read.Where(input => input.Signal == signal).Select(static input => (int)input.At.SinceStart.TotalMilliseconds));
        }
    }

    [Fact]
    public void Only_the_fault_of_the_contacts_is_that_of_the_gate()
    {
        ScriptedInputs one = new() { Fault = "inputs Failed" };
        ScriptedInputs other = new();
        using MergedInputs merged = MergedInputs.Start(one, other);
        Assert.Equal("inputs Failed", merged.Fault);
        other.Fault = "presence: the bus fails";
        Assert.Equal("inputs Failed", merged.Fault);
        one.Fault = "";
        Assert.Equal("", merged.Fault);
    }

    [Fact]
    public async Task The_end_ends_all_sources_and_the_reading()
    {
        ScriptedInputs one = new();
        MergedInputs merged = MergedInputs.Start(one);
        merged.Dispose();
        Assert.True(one.Disposed);
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await merged.ReadAsync(CancellationToken.None));
    }

    private sealed class ScriptedInputs : ISiteInputs
    {
        private readonly Channel<SiteInput> _changes = Channel.CreateUnbounded<SiteInput>();

        public string Fault { get; set; } = "";

        public bool Disposed { get; private set; }

        public void Tell(SiteSignal signal, bool active, int milliseconds) =>
            _changes.Writer.TryWrite(new SiteInput(signal, active, MonotonicInstant.FromMilliseconds(milliseconds)));

        public ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);

        public void Dispose()
        {
            Disposed = true;
            _changes.Writer.TryComplete();
        }
    }
}
