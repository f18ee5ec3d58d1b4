using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Visitors;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Camera to credential: reads pictures, reads codes in them, proves what they say, and tells the loop.</summary>
internal sealed class CodePump(
    IFrameSource camera,
    IQrDecoder decoder,
    CodeIntake intake,
    KioskLoop loop,
    ScreenHub screen,
    TimeProvider time,
    ILogger<CodePump> log) : Pump(time, log)
{
    /// <summary>A code held before the camera is told again at this pace, so that it stays fresh without flooding the loop.</summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>A registration is taken once for as long as it is held up; away for this long, it is shown anew.</summary>
    private static readonly TimeSpan VisitorAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>A camera silent for this long is out of order.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(3);

    private readonly CodeAdvisor _advisor = new();
    private string _lastText = "";
    private MonotonicInstant _lastToldAt;
    private MonotonicInstant _asideToldAt;
    private bool? _silent;

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            using GrayFrame? frame = await NextFrameAsync(stoppingToken);
            if (frame is null)
            {
                continue;
            }

            screen.ShowCamera(frame.Image);
            IReadOnlyList<DecodedCode> codes = decoder.Decode(frame.Image);

            // Only a picture that was searched shows that all is well.
            await ReportAsync(silent: false, stoppingToken);
            if (Nearest(codes, frame) is { } code)
            {
                await TellAsync(code.Text, stoppingToken);
                await TellAsideAsync(codes, stoppingToken);
            }

            MonotonicInstant now = MonotonicInstant.Now(Time);
            if (_advisor.Consider(decoder.Unread, now) is { } advice)
            {
                loop.Offer(new CodeUnreadable(now, advice));
            }
        }
    }

    private async Task<GrayFrame?> NextFrameAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var timer = Time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), patience, SilenceLimit, Timeout.InfiniteTimeSpan);
        try
        {
            return await camera.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            await ReportAsync(silent: true, stoppingToken);
            return null;
        }
    }

    private async Task TellAsync(string text, CancellationToken stoppingToken)
    {
        MonotonicInstant now = MonotonicInstant.Now(Time);
        bool visitor = VisitorText.IsOne(text);
        if (text == _lastText && now - _lastToldAt < (visitor ? VisitorAgainAfter : RepeatAfter))
        {
            _lastToldAt = visitor ? now : _lastToldAt;
            return;
        }

        (_lastText, _lastToldAt) = (text, now);
        await intake.TakeAsync(text, stoppingToken);
    }

    /// <summary>A code that had its turn is not away because another is nearer the middle.</summary>
    private async Task TellAsideAsync(IReadOnlyList<DecodedCode> codes, CancellationToken stoppingToken)
    {
        MonotonicInstant now = MonotonicInstant.Now(Time);
        if (codes.Count == 1 || now - _asideToldAt < RepeatAfter)
        {
            return;
        }

        _asideToldAt = now;
        foreach (DecodedCode code in codes.Where(code => code.Text != _lastText))
        {
            await intake.KeepAsync(code.Text, stoppingToken);
        }
    }

    /// <summary>Of several codes the one nearest the middle of the picture counts.</summary>
    private static DecodedCode? Nearest(IReadOnlyList<DecodedCode> codes, GrayFrame frame) =>
        codes.MinBy(code =>
        {
            float x = (code.Corners.TopLeft.X + code.Corners.BottomRight.X - frame.Width) / 2;
            float y = (code.Corners.TopLeft.Y + code.Corners.BottomRight.Y - frame.Height) / 2;
            return (x * x) + (y * y);
        });

    protected override async ValueTask OnFailingAsync(CancellationToken stoppingToken)
    {
        if (_silent != true)
        {
            _silent = true;
            await loop.SendAsync(new DeviceChanged(MonotonicInstant.Now(Time), KioskDevice.Camera, true, Reasons.CameraFault), stoppingToken);
        }
    }

    private async Task ReportAsync(bool silent, CancellationToken stoppingToken)
    {
        if (silent == _silent)
        {
            return;
        }

        bool first = _silent is null;
        _silent = silent;
        if (silent)
        {
            Log.CameraFault(Logger, camera.Health.Fault);
        }
        else if (!first)
        {
            Log.CameraBack(Logger);
        }

        await loop.SendAsync(new DeviceChanged(MonotonicInstant.Now(Time), KioskDevice.Camera, silent, Reasons.CameraFault), stoppingToken);
    }
}
