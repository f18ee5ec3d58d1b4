using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>The contacts of a site and what senses people beside them as one, each in its own order. Disposes them.</summary>
public sealed class MergedInputs : ISiteInputs
{
    private readonly IReadOnlyList<ISiteInputs> _sources;
    private readonly Channel<SiteInput> _changes = Channel.CreateUnbounded<SiteInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();

    private MergedInputs(IReadOnlyList<ISiteInputs> sources) => _sources = sources;

    /// <summary>That of the contacts: the gate hangs on their chip. The others' faults matter less, and are asked of themselves.</summary>
    public string Fault => _sources[0].Fault;

    public static MergedInputs Start(ISiteInputs contacts, params IReadOnlyList<ISiteInputs> others)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(others);
        MergedInputs merged = new([contacts, .. others]);
        foreach (ISiteInputs source in merged._sources)
        {
            _ = Task.Run(() => merged.ForwardAsync(source));
        }

        return merged;
    }

    /// <inheritdoc/>
    public ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        _stop.Cancel();
        foreach (ISiteInputs source in _sources)
        {
            source.Dispose();
        }

        _changes.Writer.TryComplete();
    }

    private async Task ForwardAsync(ISiteInputs source)
    {
        try
        {
            while (true)
            {
                _changes.Writer.TryWrite(await source.ReadAsync(_stop.Token).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The source or all of this was disposed: nothing more will come.
        }
    }
}
