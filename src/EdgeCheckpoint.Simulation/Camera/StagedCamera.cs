using System.Text;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Simulation.Camera;

/// <summary>A real camera process in front of which a simulation holds its pictures: what <see cref="Show"/> is given is what the camera sees.</summary>
/// <remarks>ffmpeg reads one picture file anew for every frame; the file is replaced by renaming, so no frame is ever half old, half new.</remarks>
public sealed class StagedCamera : IFrameSource
{
    private const byte EmptyStage = 96;

    private readonly string _folder;
    private readonly int _width;
    private readonly int _height;
    private readonly Lock _stage = new();
    private readonly ProcessFrameSource _source;

    private StagedCamera(string folder, int width, int height, int framesPerSecond, TimeProvider time)
    {
        _folder = folder;
        _width = width;
        _height = height;
        Clear();
        CameraOptions options = new()
        {
            Source = CameraSource.Picture,
            Device = Path.Combine(folder, "stage.pgm"),
            Width = width,
            Height = height,
            FramesPerSecond = framesPerSecond,
        };
        _source = ProcessFrameSource.Start(CameraPresets.Command(options), options.Limits(), time);
    }

    /// <inheritdoc/>
    public FrameSourceHealth Health => _source.Health;

    /// <summary>Starts the camera before an empty stage. Needs ffmpeg.</summary>
    public static StagedCamera Start(int width, int height, int framesPerSecond, TimeProvider time) =>
        new(Directory.CreateTempSubdirectory("edgecheckpoint-stage-").FullName, width, height, framesPerSecond, time);

    /// <inheritdoc/>
    public ValueTask<GrayFrame> ReadAsync(CancellationToken cancellationToken) => _source.ReadAsync(cancellationToken);

    /// <summary>Holds a picture before the camera, centred: a smaller one is surrounded by grey, a larger one cut. Thread-safe.</summary>
    /// <remarks>Seen one to two frame periods later.</remarks>
    public void Show(GrayImage picture)
    {
        byte[] stage = new byte[_width * _height];
        stage.AsSpan().Fill(EmptyStage);
        int columns = Math.Min(_width, picture.Width);
        int rows = Math.Min(_height, picture.Height);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> source = picture.Pixels.Slice(((((picture.Height - rows) / 2) + row) * picture.Stride) + ((picture.Width - columns) / 2), columns);
            source.CopyTo(stage.AsSpan(((((_height - rows) / 2) + row) * _width) + ((_width - columns) / 2)));
        }

        Replace(stage);
    }

    /// <summary>Nobody and nothing before the camera.</summary>
    public void Clear()
    {
        byte[] stage = new byte[_width * _height];
        stage.AsSpan().Fill(EmptyStage);
        Replace(stage);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private void Replace(byte[] pixels)
    {
        lock (_stage)
        {
            string next = Path.Combine(_folder, "next.pgm");
            using (FileStream file = File.Create(next))
            {
                file.Write(Encoding.ASCII.GetBytes($"P5\n{_width} {_height}\n255\n"));
                file.Write(pixels);
            }

            File.Move(next, Path.Combine(_folder, "stage.pgm"), overwrite: true);
        }
    }
}
