using System.Runtime.InteropServices;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Reads the configuration again when its files changed, or at once when told to by SIGHUP.</summary>
internal sealed class ConfigurationPump(ConfigurationSource source, LiveConfiguration configuration, TimeProvider time, ILogger<ConfigurationPump> log) : Pump(time, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private string? _seen;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var told = new SemaphoreSlim(0);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            told.Release();
        });
        while (true)
        {
            bool now = await told.WaitAsync(LookEvery, stoppingToken);
            string mark = source.Mark();

            // A file that is still being written looks different at every look; it is read once it rests.
            if (now || (mark != source.ReadMark && mark == _seen))
            {
                await configuration.ReloadAsync(stoppingToken);
            }

            _seen = mark;
        }
    }
}
