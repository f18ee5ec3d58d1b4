namespace EdgeCheckpoint.Simulation.Qr;

/// <summary>A pinhole's view of a square: from its plane to pixels, and back.</summary>
internal readonly struct ScreenPlane
{
    private const double EyeDistance = 3;

    private readonly double _xx, _xy, _yx, _yy, _zx, _zy, _size, _centreX, _centreY;

    public ScreenPlane(PhonePose pose)
    {
        (double sinRoll, double cosRoll) = Math.SinCos(pose.Roll);
        (double sinYaw, double cosYaw) = Math.SinCos(pose.Yaw);
        (double sinPitch, double cosPitch) = Math.SinCos(pose.Pitch);
        // Columns of roll * pitch * yaw for the plane's two axes.
        double ax = cosYaw, ay = sinPitch * sinYaw, bx = 0, by = cosPitch;
        (_xx, _yx, _zx) = ((cosRoll * ax) - (sinRoll * ay), (sinRoll * ax) + (cosRoll * ay), -cosPitch * sinYaw);
        (_xy, _yy, _zy) = ((cosRoll * bx) - (sinRoll * by), (sinRoll * bx) + (cosRoll * by), sinPitch);
        (_size, _centreX, _centreY) = (pose.Size, pose.Centre.X, pose.Centre.Y);
    }

    /// <param name="u">Across the square, -0.5 to 0.5.</param>
    /// <param name="v">Down the square, -0.5 to 0.5.</param>
    public (double X, double Y) ToPixel(double u, double v)
    {
        double depth = EyeDistance + (_zx * u) + (_zy * v), scale = _size * EyeDistance / depth;
        return (_centreX + (scale * ((_xx * u) + (_xy * v))), _centreY + (scale * ((_yx * u) + (_yy * v))));
    }

    /// <summary>The inverse: modules of a code of <paramref name="side"/> modules that fills the square.</summary>
    public (double U, double V) ToModule(double pixelX, double pixelY, int side)
    {
        double x = (pixelX - _centreX) / (_size * EyeDistance), y = (pixelY - _centreY) / (_size * EyeDistance);
        // (xx u + xy v) = x (D + zx u + zy v), and the same for y: two equations in u and v.
        double a = _xx - (x * _zx), b = _xy - (x * _zy), c = _yx - (y * _zx), d = _yy - (y * _zy);
        double determinant = (a * d) - (b * c), right = x * EyeDistance, below = y * EyeDistance;
        double u = ((right * d) - (b * below)) / determinant, v = ((a * below) - (right * c)) / determinant;
        return ((u + 0.5) * side, (v + 0.5) * side);
    }
}
