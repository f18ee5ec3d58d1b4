using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>A camera of the kernel that gives 16-bit grey pictures: <c>/dev/videoN</c>, buffers mapped into memory.</summary>
/// <remarks>Linux media documentation, V4L2: capturing with streaming I/O (memory mapping). One thread.</remarks>
public sealed unsafe class V4l2Camera(string device) : IWordCamera
{
    private const int Buffers = 3;

    private readonly List<(nint Start, nuint Length)> _mapped = [];
    private FileDescriptor? _file;
    private int _bytesPerLine;
    private int _lineBytes;

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    /// <inheritdoc/>
    public VideoFault Start(int width, int height)
    {
        Stop();
        _file = FileDescriptor.Open(device, Libc.ReadWrite | Libc.NonBlocking, out int errno);
        VideoFault fault = VideoFaults.Of(errno);
        fault = fault == VideoFault.None ? Check() : fault;
        fault = fault == VideoFault.None ? Format(width, height) : fault;
        fault = fault == VideoFault.None ? Run() : fault;
        Problem = VideoFaults.Sentence(fault, device, width, height);
        if (fault != VideoFault.None)
        {
            Stop();
        }

        return fault;
    }

    /// <inheritdoc/>
    public VideoFault Next(Span<ushort> words, TimeSpan within, out uint number)
    {
        number = 0;
        if (_file is null)
        {
            return VideoFault.Absent;
        }

        if (!_file.WaitReadable((int)Math.Ceiling(within.TotalMilliseconds)))
        {
            return VideoFault.Timeout;
        }

        VideoFault fault;
        do
        {
            fault = Take(words, out number);
        }
        while (fault == VideoFault.None && _file.WaitReadable(0));
        return fault;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        if (_file is { IsInvalid: false })
        {
            uint type = VideoAbi.TypeCapture;
            _file.Control(VideoAbi.StreamOff, &type, out _);
        }

        foreach ((nint start, nuint length) in _mapped)
        {
            VideoAbi.Unmap(start, length);
        }

        _mapped.Clear();
        _file?.Dispose();
        _file = null;
    }

    public void Dispose() => Stop();

    private VideoFault Check()
    {
        VideoAbi.Capability capability;
        if (_file!.Control(VideoAbi.QueryCapability, &capability, out int errno) < 0)
        {
            return VideoFaults.Of(errno);
        }

        uint can = (capability.Capabilities & VideoAbi.HasDeviceCapabilities) != 0 ? capability.DeviceCapabilities : capability.Capabilities;
        const uint Needed = VideoAbi.CanCapture | VideoAbi.CanStream;
        return (can & Needed) == Needed ? VideoFault.None : VideoFault.Unsuitable;
    }

    /// <summary>Drivers change what they cannot give: what comes back is what counts. More rows hold telemetry.</summary>
    private VideoFault Format(int width, int height)
    {
        var format = new VideoAbi.Format
        {
            Type = VideoAbi.TypeCapture,
            Width = (uint)width,
            Height = (uint)height,
            Pixels = VideoAbi.Grey16,
            Field = VideoAbi.FieldNone,
        };
        if (_file!.Control(VideoAbi.SetFormat, &format, out int errno) < 0)
        {
            return VideoFaults.Of(errno);
        }

        _lineBytes = 2 * width;
        _bytesPerLine = Math.Max((int)format.BytesPerLine, _lineBytes);
        return format.Pixels == VideoAbi.Grey16 && format.Width == width && format.Height >= height && format.Height < height + 8
            ? VideoFault.None
            : VideoFault.Unsuitable;
    }

    private VideoFault Run()
    {
        var request = new VideoAbi.BufferRequest { Count = Buffers, Type = VideoAbi.TypeCapture, Memory = VideoAbi.MemoryMapped };
        if (_file!.Control(VideoAbi.RequestBuffers, &request, out int errno) < 0)
        {
            return VideoFaults.Of(errno);
        }

        for (uint i = 0; i < request.Count; i++)
        {
            var buffer = new VideoAbi.Buffer { Index = i, Type = VideoAbi.TypeCapture, Memory = VideoAbi.MemoryMapped };
            if (_file.Control(VideoAbi.QueryBuffer, &buffer, out errno) < 0 || !TryMap(buffer, out errno) || _file.Control(VideoAbi.Queue, &buffer, out errno) < 0)
            {
                return VideoFaults.Of(errno);
            }
        }

        uint type = VideoAbi.TypeCapture;
        return _file.Control(VideoAbi.StreamOn, &type, out errno) < 0 ? VideoFaults.Of(errno) : VideoFault.None;
    }

    private bool TryMap(in VideoAbi.Buffer buffer, out int errno)
    {
        bool added = false;
        _file!.DangerousAddRef(ref added);
        nint start = VideoAbi.Map(0, buffer.Length, VideoAbi.ProtectRead, VideoAbi.MapShared, (int)_file.DangerousGetHandle(), buffer.Offset);
        errno = start == -1 ? Marshal.GetLastPInvokeError() : 0;
        _file.DangerousRelease();
        if (errno == 0)
        {
            _mapped.Add((start, buffer.Length));
        }

        return errno == 0;
    }

    /// <summary>Takes the oldest waiting picture and gives its buffer back.</summary>
    private VideoFault Take(Span<ushort> words, out uint number)
    {
        var buffer = new VideoAbi.Buffer { Type = VideoAbi.TypeCapture, Memory = VideoAbi.MemoryMapped };
        int result = _file!.Control(VideoAbi.Dequeue, &buffer, out int errno);
        number = buffer.Sequence;
        if (result < 0)
        {
            return VideoFaults.Of(errno);
        }

        int rows = 2 * words.Length / _lineBytes, needed = ((rows - 1) * _bytesPerLine) + _lineBytes;
        (nint start, nuint length) = buffer.Index < _mapped.Count ? _mapped[(int)buffer.Index] : default;
        bool whole = (buffer.Flags & VideoAbi.FlagError) == 0 && buffer.BytesUsed >= needed && length >= (nuint)needed;
        for (int row = 0; whole && row < rows; row++)
        {
            new ReadOnlySpan<byte>((byte*)start + (row * _bytesPerLine), _lineBytes).CopyTo(MemoryMarshal.AsBytes(words).Slice(row * _lineBytes, _lineBytes));
        }

        return _file.Control(VideoAbi.Queue, &buffer, out errno) < 0 ? VideoFaults.Of(errno) : whole ? VideoFault.None : VideoFault.Damaged;
    }
}
