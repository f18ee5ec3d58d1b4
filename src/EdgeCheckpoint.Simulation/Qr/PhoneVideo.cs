using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Simulation.Qr;

/// <summary>How somebody holds a phone up.</summary>
public enum PhoneScene
{
    /// <summary>Comes in from the side and is held nearly still.</summary>
    Steady,

    /// <summary>Turned and tilted on the way.</summary>
    Tilted,

    /// <summary>A lamp's reflection wanders over the screen.</summary>
    Glare,

    /// <summary>The camera hunts for focus.</summary>
    Focus,

    /// <summary>Dark mode: light modules on dark.</summary>
    Dark,

    /// <summary>A reflection so large and wandering that no single picture shows enough.</summary>
    Blinded,
}

/// <summary>One picture of a recording.</summary>
/// <param name="At">Time since the first one.</param>
/// <param name="Visible">Whether the whole code is in the picture.</param>
public sealed record PhoneFrame(GrayPicture Picture, TimeSpan At, bool Visible);

/// <summary>A phone that comes into view: the same seed gives the same recording.</summary>
public sealed class PhoneVideo(PhoneScene scene, int seed, int width, int height, QrMatrix code)
{
    public const int FramesPerSecond = 15;

    /// <summary>Four seconds.</summary>
    public const int Frames = 4 * FramesPerSecond;

    private const int FramesUntilHeld = 10;

    public IEnumerable<PhoneFrame> Play()
    {
        var random = new Random(seed);
        var camera = new PhoneCamera(width, height, random);
        double size = height * (0.45 + (0.15 * random.NextDouble())), phase = random.NextDouble() * Math.Tau;
        double yaw = Angle(random), pitch = Angle(random), roll = 2 * Angle(random);
        for (int frame = 0; frame < Frames; frame++)
        {
            double held = Math.Min(1, (double)frame / FramesUntilHeld), time = (double)frame / FramesPerSecond;
            var pose = new PhonePose
            {
                Centre = ((width * (1.2 - (0.7 * held))) + (3 * Math.Sin((5 * time) + phase)), (height * 0.5) + (3 * Math.Cos((4 * time) + phase))),
                Size = size,
                Roll = roll * (scene == PhoneScene.Tilted ? 2 : 0.3),
                Yaw = yaw * (scene == PhoneScene.Tilted ? 2 : 0.5),
                Pitch = pitch * (scene == PhoneScene.Tilted ? 2 : 0.5),
                Blur = Blur(held, time, phase, size / code.Side),
                Glare = Glare(time, phase),
                Inverted = scene == PhoneScene.Dark,
                Noise = 6,
            };
            yield return new PhoneFrame(camera.Take(code, pose), TimeSpan.FromSeconds(time), camera.Shows(pose));
        }
    }

    private static double Angle(Random random) => (random.NextDouble() - 0.5) * 0.7;

    /// <summary>Motion blurs while it moves; hunting focus is lost by up to more than a module.</summary>
    private int Blur(double held, double time, double phase, double module)
    {
        double motion = held < 1 ? 0.5 * module : 0;
        double hunting = scene == PhoneScene.Focus ? module * 0.75 * Math.Abs(Math.Sin((2.2 * time) + phase)) : 0;
        return (int)Math.Round(Math.Max(motion, hunting));
    }

    private (double X, double Y, double Radius) Glare(double time, double phase)
    {
        double side = code.Side, x = side * (0.55 + (0.45 * Math.Sin((3 * time) + phase))), y = side * (0.55 + (0.45 * Math.Cos((2.3 * time) + phase)));
        return scene switch
        {
            PhoneScene.Glare => (x, y, side * 0.16),
            PhoneScene.Blinded => (side * (0.5 + (0.3 * Math.Sin((3 * time) + phase))), side * (0.5 + (0.3 * Math.Cos((3 * time) + phase))), side * 0.31),
            _ => default,
        };
    }
}
