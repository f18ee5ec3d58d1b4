using System.Runtime.InteropServices;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Reads the configuration again when its files changed, or at once when told to by SIGHUP.</summary>
internal sealed class ConfigurationPump : Pump
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConfigurationSource _source;
    private readonly LiveConfiguration _configuration;
    private readonly SemaphoreSlim _told = new(0);
    private readonly PosixSignalRegistration _hangUp;
    private string? _seen;

    /// <summary>Hears the signal from here on: before the service says that it is ready, for a signal that nobody hears ends the process.</summary>
    public ConfigurationPump(ConfigurationSource source, LiveConfiguration configuration, TimeProvider time, ILogger<ConfigurationPump> log)
        : base(time, log)
    {
        _source = source;
        _configuration = configuration;
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _told.Release();
        });
    }

    public override void Dispose()
    {
        _hangUp.Dispose();
        _told.Dispose();
        base.Dispose();
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            bool now = await _told.WaitAsync(LookEvery, stoppingToken);
            string mark = _source.Mark();

            // A file that is still being written looks different at every look; it is read once it rests.
            if (now || (mark != _source.ReadMark && mark == _seen))
            {
                await _configuration.ReloadAsync(stoppingToken);
            }

            _seen = mark;
        }
    }
}
