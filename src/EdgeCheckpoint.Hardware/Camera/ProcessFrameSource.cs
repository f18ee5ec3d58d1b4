using System.ComponentModel;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>A camera that is a child process. Whatever goes wrong in it ends with its death and a new start, never in this process.</summary>
/// <remarks>One thread of its own starts the process, reads it and judges it. Any thread may read pictures.</remarks>
public sealed class ProcessFrameSource : IFrameSource
{
    /// <summary>How long silence or the wish to stop may go unnoticed.</summary>
    private const int LookMilliseconds = 100;

    private readonly CameraCommand _command;
    private readonly CameraLimits _limits;
    private readonly TimeProvider _time;
    private readonly FrameInbox _inbox;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _read = new byte[64 << 10];
    private volatile string _fault = "";
    private long _restarts;

    private ProcessFrameSource(CameraCommand command, CameraLimits limits, TimeProvider time)
    {
        _command = command;
        _limits = limits;
        _time = time;
        _inbox = new FrameInbox(time);
    }

    /// <summary>Starts the camera. Never fails: a camera that cannot be started is a fault that is retried.</summary>
    public static ProcessFrameSource Start(CameraCommand command, CameraLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        if (command.Format is PictureFormat.RawGray or PictureFormat.RawYuv420)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(command.Width, nameof(command));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(command.Height, nameof(command));
        }

        ProcessFrameSource source = new(command, limits, time);
        new Thread(source.Run) { IsBackground = true, Name = "camera" }.Start();
        return source;
    }

    /// <inheritdoc/>
    public FrameSourceHealth Health => new(
        _inbox.Delivering, _inbox.Frames, _inbox.Dropped, Interlocked.Read(ref _restarts), _fault);

    /// <summary>Process id of the camera's leash, 0 while none runs; for tests and for technicians.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>Frame buffers made since start.</summary>
    internal long BuffersMade => _inbox.BuffersMade;

    /// <inheritdoc/>
    /// <exception cref="System.Threading.Channels.ChannelClosedException">The source was disposed.</exception>
    public ValueTask<GrayFrame> ReadAsync(CancellationToken cancellationToken) => _inbox.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _stop.Set();
        await _stopped.Task.ConfigureAwait(false);
        _inbox.Close();
    }

    private void Run()
    {
        Backoff backoff = new(_limits);
        while (!_stop.IsSet)
        {
            long started = _time.GetTimestamp();
            long before = _inbox.Frames;
            string fault = RunOnce();
            if (_stop.IsSet)
            {
                break;
            }

            _fault = fault;
            bool delivered = _inbox.Frames > before;
            _stop.Wait(backoff.Next(delivered ? _time.GetElapsedTime(started) : TimeSpan.Zero));
            Interlocked.Increment(ref _restarts);
        }

        _stopped.SetResult();
    }

    /// <returns>Why the run ended.</returns>
    private string RunOnce()
    {
        try
        {
            using LeashedProcess process = LeashedProcess.Start(_command.Program, _command.Arguments);
            ProcessId = process.Id;
            using PictureParser parser = PictureParser.Create(_command, _limits, _inbox);
            return Follow(process, parser);
        }
        catch (Win32Exception e)
        {
            return $"cannot start setsid for {_command.Program}: {e.Message}; install util-linux";
        }
        catch (DllNotFoundException)
        {
            return "libturbojpeg.so.0 is absent, and this camera sends JPEG: apt-get install libturbojpeg0";
        }
        finally
        {
            ProcessId = 0;
        }
    }

    private string Follow(LeashedProcess process, PictureParser parser)
    {
        ErrorTail errors = new();
        PictureClock clock = new(_limits, _time, _inbox.Frames);
        bool errorsOpen = true;
        while (!_stop.IsSet)
        {
            FileDescriptor second = errorsOpen ? process.Errors : process.Output;
            (bool pictures, bool words) = FileDescriptor.WaitReadable(process.Output, second, LookMilliseconds);
            if (errorsOpen && words)
            {
                int said = process.Errors.Read(_read, out _);
                errorsOpen = said > 0;
                errors.Add(_read.AsSpan(0, Math.Max(said, 0)));
            }

            if (pictures)
            {
                int count = process.Output.Read(_read, out int errno);
                if (count <= 0)
                {
                    return Ended(process, parser, errors, errorsOpen, errno);
                }

                StreamFault fault = parser.Take(_read.AsSpan(0, count));
                if (fault != StreamFault.None)
                {
                    return Describe(fault);
                }
            }

            string late = clock.Judge(_inbox.Frames);
            if (late.Length > 0)
            {
                return $"{late}{Quote(errors)}";
            }
        }

        return "";
    }

    private string Ended(LeashedProcess process, PictureParser parser, ErrorTail errors, bool errorsOpen, int errno)
    {
        // The exit status comes last; it is there or comes at once. A program that talks on without pictures is not listened to.
        for (int turn = 0; turn < 64 && errorsOpen && process.Errors.WaitReadable(LookMilliseconds); turn++)
        {
            int said = process.Errors.Read(_read, out _);
            errorsOpen = said > 0;
            errors.Add(_read.AsSpan(0, Math.Max(said, 0)));
        }

        string where = parser.BetweenPictures ? "" : " in the middle of a picture";
        string why = errno == 0 ? "" : $" ({Errno.Describe(errno)})";
        return $"{_command.Program} ended{where}{why}{Quote(errors)}";
    }

    private string Describe(StreamFault fault) => fault switch
    {
        StreamFault.SizeChanged => "the pictures changed their size; started again to take the new one",
        StreamFault.TooLarge => $"a picture is larger than {_limits.LongestSide} x {_limits.LongestSide}; lower the camera's resolution",
        _ => $"{_command.Program} does not write {_command.Format}; check the camera's format setting",
    };

    private static string Quote(ErrorTail errors)
    {
        string words = errors.ToString();
        return words.Length == 0 ? "" : $": {words}";
    }
}
