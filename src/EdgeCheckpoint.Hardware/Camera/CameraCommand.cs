namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>A program that writes pictures to its standard output.</summary>
/// <param name="Program">Looked up on the path.</param>
/// <param name="Arguments">Passed as they are; no shell reads them.</param>
/// <param name="Format">What the program writes.</param>
public sealed record CameraCommand(string Program, IReadOnlyList<string> Arguments, PictureFormat Format)
{
    /// <summary>Width in pixels of raw formats; the others tell it themselves.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels of raw formats; the others tell it themselves.</summary>
    public int Height { get; init; }

    /// <summary>Bytes from one row to the next of raw formats; 0 means the width. 4:2:0 chroma rows have half of it.</summary>
    public int Stride { get; init; }
}
