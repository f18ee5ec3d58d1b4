using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>Keeps the site's own code on the screen fresh, and takes it off while the clock cannot be trusted.</summary>
internal sealed class SiteCodeClock : IDisposable
{
    private readonly ScreenHub _hub;
    private readonly Site _site;
    private readonly byte[] _secret;
    private readonly string _url;
    private readonly TimeProvider _time;
    private readonly Func<ClockState> _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _shown = -1;

    internal SiteCodeClock(ScreenHub hub, Site site, byte[] secret, string url, TimeProvider time, Func<ClockState> clock)
    {
        (_hub, _site, _secret, _url, _time, _clock) = (hub, site, secret, url, time, clock);
        _timer = time.CreateTimer(static self => ((SiteCodeClock)self!).Turn(), this, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>Shows the code of this moment when it is another than the one shown.</summary>
    internal void Turn()
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            long step = _clock() == ClockState.Unset ? 0 : SiteCode.StepAt(now);
            if (step == _shown)
            {
                return;
            }

            _shown = step;
            _hub.ShowSiteCode(step == 0 ? null : QrPath.Of(QrWriter.Encode(_url + SiteCode.At(_site, now, _secret))));
        }
    }

    public void Dispose() => _timer.Dispose();
}
