namespace EdgeCheckpoint.Core.Ports;

/// <summary>Reads all codes in one picture. Not thread-safe; one per pump. Never gives a wrong text: only what error correction closed.</summary>
public interface IQrDecoder : IDisposable
{
    /// <param name="image">Any size up to 4096 x 4096.</param>
    /// <returns>The codes, in no particular order; empty when there is none.</returns>
    IReadOnlyList<DecodedCode> Decode(GrayImage image);
}

/// <summary>One code.</summary>
/// <param name="Text">Its text; empty where the content is binary, in no character set the reader knows.</param>
/// <param name="Corners">Top left, top right, bottom right, bottom left of the code, in its own orientation.</param>
public sealed record DecodedCode(string Text, CodeCorners Corners)
{
    /// <summary>Symbol version 1 to 40, M1 to M4 as -1 to -4; 0 where the reader does not tell.</summary>
    public int Version { get; init; }

    /// <summary>Error correction level L, M, Q or H; empty where the reader does not tell.</summary>
    public string Level { get; init; } = "";

    /// <summary>Name of the attempt that succeeded.</summary>
    public string Attempt { get; init; } = "";

    /// <summary>Codewords that error correction had to repair; -1 where the reader does not tell.</summary>
    public int Repaired { get; init; } = -1;

    /// <summary>Pictures that contributed: more than one where no single one sufficed.</summary>
    public int Pictures { get; init; } = 1;
}

/// <summary>A position in the picture, pixels.</summary>
public readonly record struct ImagePoint(float X, float Y);

/// <summary>The four corners of a code.</summary>
public readonly record struct CodeCorners(ImagePoint TopLeft, ImagePoint TopRight, ImagePoint BottomRight, ImagePoint BottomLeft);
