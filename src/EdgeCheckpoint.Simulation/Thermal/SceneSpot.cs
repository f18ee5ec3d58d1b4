using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>What a coarse sensor sees of a scene now, noise included.</summary>
internal sealed class SceneSpot(ThermalScene scene, SceneOptics optics, double noiseRms, double offsetCelsius, int seed, TimeProvider time)
{
    private readonly SceneRenderer _renderer = new(optics);
    private readonly GaussianNoise _noise = new(seed);

    public double AmbientCelsius => scene.Content.AmbientCelsius;

    public void Look(Span<float> celsius)
    {
        _renderer.Draw(scene.Content, MonotonicInstant.Now(time).SinceStart.TotalSeconds, celsius);
        foreach (ref float pixel in celsius)
        {
            pixel += (float)(offsetCelsius + (noiseRms * _noise.Next()));
        }
    }
}
