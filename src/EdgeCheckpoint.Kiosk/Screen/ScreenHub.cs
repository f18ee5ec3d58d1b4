using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>Between the loop, which shows, and the browsers, which look. Thread-safe; nothing here waits for a browser.</summary>
/// <remarks>
/// Keeps the newest value of each channel and nothing older, so memory does not depend on how long or how slowly anybody looks.
/// A browser that connects gets the newest of everything at once.
/// </remarks>
public sealed class ScreenHub(TimeProvider time)
{
    /// <summary>More browsers than this are turned away.</summary>
    public const int MaxListeners = 8;

    internal const int Channels = 5;

    /// <summary>Pictures come at most this often; those between are left out.</summary>
    internal static readonly TimeSpan PicturePeriod = TimeSpan.FromMilliseconds(120);

    private readonly Lock _gate = new();
    private readonly byte[]?[] _frames = new byte[]?[Channels];
    private readonly long[] _versions = new long[Channels];
    private readonly long[] _pictureAt = new long[Channels];
    private readonly List<ScreenListener> _listeners = [];
    private ScreenView _view = new() { Page = ScreenPage.OutOfService };
    private ScreenStatus _status = new();

    /// <summary>What stands on the screen now; out of service until the first <see cref="Show"/>.</summary>
    public ScreenView View
    {
        get
        {
            lock (_gate)
            {
                return _view;
            }
        }
    }

    /// <summary>The kiosk's state as last reported.</summary>
    public ScreenStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>Number of browsers looking.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _listeners.Count;
            }
        }
    }

    /// <summary>Shows a view. Takes microseconds; showing the same again costs nothing downstream.</summary>
    public void Show(ScreenView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        byte[] frame = ScreenFrame.Of("view", view, ScreenJson.Context.ScreenView);
        lock (_gate)
        {
            _view = view;
            if (!ShowsPictures(view))
            {
                ForgetPictures();
            }

            Put(ScreenChannel.View, frame);
        }
    }

    /// <summary>Reports the kiosk's state for the status line.</summary>
    public void Report(ScreenStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        byte[] frame = ScreenFrame.Of("status", status, ScreenJson.Context.ScreenStatus);
        lock (_gate)
        {
            _status = status;
            Put(ScreenChannel.Status, frame);
        }
    }

    /// <summary>Whether the idle page offers the registration of visitors.</summary>
    internal bool OffersRegistration { get; set; }

    /// <summary>Shows the site's own code on the idle page; null takes it off.</summary>
    internal void ShowSiteCode(ScreenCode? code)
    {
        byte[] frame = ScreenFrame.Of("site-code", code ?? new ScreenCode(0, ""), ScreenJson.Context.ScreenCode);
        lock (_gate)
        {
            Put(ScreenChannel.SiteCode, frame);
        }
    }

    /// <summary>Shows a camera picture, made small, while a person is being guided; on other pages it is not even looked at.</summary>
    public void ShowCamera(GrayImage image)
    {
        if (PictureDue(ScreenChannel.Camera))
        {
            Picture(ScreenChannel.Camera, "camera", Thumbnail.Of(image));
        }
    }

    /// <summary>Shows a thermal picture, under the same condition.</summary>
    /// <param name="head">Where the face is; null where there is none.</param>
    public void ShowThermal(ThermalFrame frame, HeadRegion? head)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (PictureDue(ScreenChannel.Thermal))
        {
            Picture(ScreenChannel.Thermal, "thermal", Thumbnail.Of(frame, head));
        }
    }

    /// <summary>Takes the pictures out of memory; the end of guidance does so by itself.</summary>
    public void ClearPictures()
    {
        lock (_gate)
        {
            ForgetPictures();
        }
    }

    /// <summary>Lets a browser look; null when too many do already.</summary>
    internal ScreenListener? TryListen()
    {
        lock (_gate)
        {
            if (_listeners.Count >= MaxListeners)
            {
                return null;
            }

            var listener = new ScreenListener(this);
            _listeners.Add(listener);
            listener.Wake();
            return listener;
        }
    }

    internal void Leave(ScreenListener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    internal void Take(long[] seen, List<byte[]> frames)
    {
        lock (_gate)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                if (_versions[channel] > seen[channel] && _frames[channel] is { } frame)
                {
                    frames.Add(frame);
                }

                seen[channel] = _versions[channel];
            }
        }
    }

    private static bool ShowsPictures(ScreenView view) => view.Page is ScreenPage.Guide or ScreenPage.Measure or ScreenPage.ReadCode;

    private void ForgetPictures()
    {
        foreach (ScreenChannel channel in new[] { ScreenChannel.Camera, ScreenChannel.Thermal })
        {
            _frames[(int)channel] = null;
            _pictureAt[(int)channel] = 0;
        }
    }

    /// <summary>Whether the page has a place for it, anybody looks and the last picture is old enough.</summary>
    private bool PictureDue(ScreenChannel channel)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            long last = _pictureAt[(int)channel];
            if (!ShowsPictures(_view) || _listeners.Count == 0 || (last != 0 && time.GetElapsedTime(last, now) < PicturePeriod))
            {
                return false;
            }

            _pictureAt[(int)channel] = now;
            return true;
        }
    }

    private void Picture(ScreenChannel channel, string name, ScreenPicture picture)
    {
        byte[] frame = ScreenFrame.Of(name, picture, ScreenJson.Context.ScreenPicture);
        lock (_gate)
        {
            if (ShowsPictures(_view))
            {
                Put(channel, frame);
            }
        }
    }

    private void Put(ScreenChannel channel, byte[] frame)
    {
        if (_frames[(int)channel] is { } old && old.AsSpan().SequenceEqual(frame))
        {
            return;
        }

        _frames[(int)channel] = frame;
        _versions[(int)channel]++;
        foreach (ScreenListener listener in _listeners)
        {
            listener.Wake();
        }
    }
}
