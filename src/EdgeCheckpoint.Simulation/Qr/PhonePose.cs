namespace EdgeCheckpoint.Simulation.Qr;

/// <summary>Where a code lies in a picture, and what the camera does to it.</summary>
public readonly record struct PhonePose
{
    /// <summary>Middle of the code, pixels.</summary>
    public required (double X, double Y) Centre { get; init; }

    /// <summary>Side of the code seen straight on, pixels.</summary>
    public required double Size { get; init; }

    /// <summary>Turn in the picture, radians.</summary>
    public double Roll { get; init; }

    /// <summary>Tilt about the code's vertical and horizontal axis, radians.</summary>
    public double Yaw { get; init; }

    /// <inheritdoc cref="Yaw"/>
    public double Pitch { get; init; }

    /// <summary>Radius of lost focus, pixels.</summary>
    public int Blur { get; init; }

    /// <summary>A reflection, in modules from the code's top left corner; none where its radius is zero.</summary>
    public (double X, double Y, double Radius) Glare { get; init; }

    /// <summary>Light modules on dark, as some wallets draw codes in dark mode.</summary>
    public bool Inverted { get; init; }

    /// <summary>Standard deviation of the sensor's noise, gray levels.</summary>
    public double Noise { get; init; }
}
