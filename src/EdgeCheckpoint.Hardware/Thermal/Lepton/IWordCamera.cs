namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>A camera whose pictures are 16-bit words. One owner, one thread. Simulated and real ones behave alike.</summary>
public interface IWordCamera : IDisposable
{
    /// <summary>One sentence on the last fault of <see cref="Start"/> and what to do; empty without one.</summary>
    string Problem { get; }

    /// <summary>Opens the camera and lets it run; a camera that runs already is stopped first.</summary>
    VideoFault Start(int width, int height);

    /// <summary>Waits for a picture newer than the last; where several wait, the newest is taken.</summary>
    /// <param name="words">Width x height words, row-major; undefined after a fault.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="number">Counts the camera's pictures; a jump tells of pictures nobody took.</param>
    VideoFault Next(Span<ushort> words, TimeSpan within, out uint number);

    /// <summary>Lets the camera go, so that it can be started again.</summary>
    void Stop();
}

/// <summary>Why a camera gave no picture.</summary>
public enum VideoFault
{
    None,

    /// <summary>There is no such device, or it was unplugged.</summary>
    Absent,

    /// <summary>This user may not open it.</summary>
    Denied,

    /// <summary>Another program has it.</summary>
    Busy,

    /// <summary>No picture came in time.</summary>
    Timeout,

    /// <summary>The picture is too short or marked as damaged; the next may be well.</summary>
    Damaged,

    /// <summary>It gives no pictures of this size and kind.</summary>
    Unsuitable,

    Other,
}
