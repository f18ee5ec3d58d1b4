using System.Data.Common;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Runs the kiosk as a service: in a crash loop, or where it cannot start at all, the screen says so instead of staying dark.</summary>
internal static class KioskService
{
    private static readonly TimeSpan DiskAgainAfter = TimeSpan.FromMinutes(1);

    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(KioskOptions options, ConfigurationSource source, TimeProvider time)
    {
        var starts = new StartRecord(StartRecord.FolderOf(options.Journal.Folder), BootIdentity.Current, time);
        if (starts.Begin())
        {
            string detail = $"{StartRecord.MostStarts} starts within {StartRecord.Window.TotalMinutes:0} minutes did not end in order; the next try follows after as long, or with: systemctl restart edge-checkpoint";
            SiteDevices.PutAtRest(options, Console.Out);

            // The alarm after the screen: what writes it may be what crashed.
            await HeldKiosk.RunAsync(
                Reasons.RestartLoop, detail, options, source, () => Alarm(options, active: true, detail, time), StartRecord.Window, time);
            Alarm(options, active: false, "the kiosk tries again", time);
            starts.Forget();
            return 0;
        }

        await using ITimer trusted = time.CreateTimer(static s => ((StartRecord)s!).Forget(), starts, StartRecord.Window, Timeout.InfiniteTimeSpan);
        try
        {
            int exitCode = await KioskHost.RunAsync(options, source);
            starts.Forget();
            return exitCode;
        }
        catch (ConfigurationException)
        {
            starts.Forget();
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            starts.Forget();
            if (!await TryHoldAsync(Reasons.StorageFault, e.Message, [], options, source, DiskAgainAfter, time))
            {
                throw;
            }

            return 0;
        }
    }

    /// <summary>Where a service manager would start it again and again in vain: serves the page that says why, until the configuration changes.</summary>
    /// <param name="options">As far as they could be read.</param>
    /// <returns>False where nobody but the caller is told anything: on a terminal.</returns>
    public static Task<bool> TryHoldAsync(IReadOnlyList<string> errors, KioskOptions options, ConfigurationSource source, TimeProvider time) =>
        TryHoldAsync(Reasons.ConfigurationRefused, string.Join("; ", errors), errors, options, source, Timeout.InfiniteTimeSpan, time);

    private static async Task<bool> TryHoldAsync(
        string reason, string detail, IReadOnlyList<string> errors, KioskOptions options, ConfigurationSource source, TimeSpan patience, TimeProvider time)
    {
        using (var systemd = SystemdNotifier.FromEnvironment())
        {
            if (!systemd.IsHeard)
            {
                return false;
            }
        }

        bool IsOf(string key) => errors.Any(error => error.StartsWith($"{key}:", StringComparison.Ordinal));
        KioskOptions shown = options with
        {
            Web = new WebOptions
            {
                Port = options.Web.Port is < 0 or > ushort.MaxValue ? new WebOptions().Port : IsOf("web:port") ? 0 : options.Web.Port,
                Socket = IsOf("web:socket") ? "" : options.Web.Socket,
            },
            Screen = options.Screen.Problems().Count == 0 ? options.Screen : new ScreenOptions(),
        };
        await HeldKiosk.RunAsync(reason, detail, shown, source, static () => { }, patience, time);
        return true;
    }

    private static void Alarm(KioskOptions options, bool active, string detail, TimeProvider time)
    {
        using SqliteOutbox outbox = KioskParts.Outbox(options, time);
        outbox.Append(new AlarmEvent(Reasons.RestartLoop, active, detail), KioskParts.Clock(options, time).Stamp());
    }
}
