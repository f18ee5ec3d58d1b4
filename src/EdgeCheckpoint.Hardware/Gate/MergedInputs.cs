using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Hardware.Gate;

/// <summary>Several sources of inputs as one, each in its own order. Disposes them.</summary>
public sealed class MergedInputs : ISiteInputs
{
    private readonly IReadOnlyList<ISiteInputs> _sources;
    private readonly Channel<SiteInput> _changes = Channel.CreateUnbounded<SiteInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();

    private MergedInputs(IReadOnlyList<ISiteInputs> sources) => _sources = sources;

    /// <inheritdoc/>
    public string Fault => string.Join("; ", _sources.Select(static source => source.Fault).Where(static fault => fault.Length > 0));

    public static MergedInputs Start(params IReadOnlyList<ISiteInputs> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        MergedInputs merged = new(sources);
        foreach (ISiteInputs source in sources)
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
