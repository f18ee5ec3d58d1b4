using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Camera;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Simulation.Tests.Camera;

public sealed class StagedCameraTests
{
    private const int Width = 320;
    private const int Height = 240;

    [NeedsFact(program: "ffmpeg")]
    public async Task What_is_shown_is_seen_and_what_is_cleared_is_gone()
    {
        await using StagedCamera camera = StagedCamera.Start(Width, Height, 15, TimeProvider.System);
        byte empty = await Centre(camera, static value => value == 96);
        byte[] white = new byte[100 * 80];
        white.AsSpan().Fill(250);
        camera.Show(new GrayImage(white, 100, 80, 100));
        byte shown = await Centre(camera, static value => value == 250);
        camera.Clear();
        byte cleared = await Centre(camera, static value => value == 96);
        Assert.Equal((96, 250, 96), (empty, shown, cleared));
        Assert.Equal(0, camera.Health.Restarts);
    }

    [NeedsFact(program: "ffmpeg")]
    public async Task Pixels_arrive_unchanged()
    {
        byte[] picture = [.. Enumerable.Range(0, Width * Height).Select(static i => (byte)(i * 7))];
        await using StagedCamera camera = StagedCamera.Start(Width, Height, 15, TimeProvider.System);
        camera.Show(new GrayImage(picture, Width, Height, Width));
        await Centre(camera, value => value == picture[((Height / 2) * Width) + (Width / 2)]);
        using GrayFrame frame = await Read(camera);
        Assert.Equal(picture, frame.Image.Pixels.ToArray());
    }

    private static async Task<byte> Centre(StagedCamera camera, Func<byte, bool> wanted)
    {
        while (true)
        {
            using GrayFrame frame = await Read(camera);
            byte value = frame.Image.Pixels[((frame.Height / 2) * frame.Width) + (frame.Width / 2)];
            if (wanted(value))
            {
                return value;
            }
        }
    }

    private static async Task<GrayFrame> Read(StagedCamera camera)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        return await camera.ReadAsync(patience.Token);
    }
}
