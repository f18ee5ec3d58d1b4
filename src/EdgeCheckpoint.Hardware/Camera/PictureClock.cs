namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Judges the pace of one run: too slow is a hang, too fast a flood.</summary>
internal sealed class PictureClock
{
    private readonly CameraLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _atStart;
    private long _last;
    private long _lastChange;
    private long _secondBegan;
    private long _atSecond;

    /// <param name="pictures">Pictures counted before the run.</param>
    internal PictureClock(CameraLimits limits, TimeProvider time, long pictures)
    {
        _limits = limits;
        _time = time;
        _atStart = pictures;
        _last = pictures;
        _atSecond = pictures;
        _lastChange = time.GetTimestamp();
        _secondBegan = _lastChange;
    }

    /// <param name="pictures">Pictures counted until now.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    internal string Judge(long pictures)
    {
        long now = _time.GetTimestamp();
        if (pictures != _last)
        {
            _last = pictures;
            _lastChange = now;
        }

        if (_time.GetElapsedTime(_secondBegan, now) >= TimeSpan.FromSeconds(1))
        {
            _secondBegan = now;
            _atSecond = pictures;
        }

        if (pictures - _atSecond > _limits.PicturesPerSecond)
        {
            return $"more than {_limits.PicturesPerSecond} pictures in a second";
        }

        TimeSpan silent = _time.GetElapsedTime(_lastChange, now);
        bool first = pictures == _atStart;
        return silent <= (first ? _limits.FirstPicture : _limits.Stall) ? ""
            : first ? $"no picture {silent.TotalSeconds:0.0} s after the start"
            : $"no picture for {silent.TotalSeconds:0.0} s";
    }
}
