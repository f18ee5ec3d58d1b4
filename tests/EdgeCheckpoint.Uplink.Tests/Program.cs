using System.Globalization;
using EdgeCheckpoint.Uplink.Tests.Torture;

// The test runner loads the assembly and never comes here; the tests and torture.sh start it as a program.
return args switch
{
    ["kiosk", var folder, var device, var port, var decisions] => await new KioskLife(folder, device, Number(port), Number(decisions)).RunAsync(),
    ["fill", var folder, var events] => DrainRun.Fill(folder, Number(events)),
    ["kills", var kills, var decisions, var seed] => await TortureRuns.KillsAsync(Number(kills), Number(decisions), Number(seed)),
    ["crashes", var crashes, var seed] => TortureRuns.Crashes(Number(crashes), Number(seed)),
    ["drain", var events] => await TortureRuns.DrainAsync(Number(events)),
    ["append", var events] => TortureRuns.Append(Number(events)),
    ["recover", var events] => await TortureRuns.RecoverAsync(Number(events)),
    _ => TortureRuns.Usage(),
};

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
