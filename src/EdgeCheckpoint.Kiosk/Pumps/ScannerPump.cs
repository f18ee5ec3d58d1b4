using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Scanner to credential: each code once, as the scanner gives it.</summary>
internal sealed class ScannerPump(ICodeSource scanner, CodeIntake intake, TimeProvider time, ILogger<ScannerPump> log) : Pump(time, log)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            ScannedCode code = await scanner.ReadAsync(stoppingToken);
            await intake.TakeAsync(code.Text, stoppingToken);
        }
    }
}
