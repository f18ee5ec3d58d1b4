namespace EdgeCheckpoint.Core.Ports;

/// <summary>Reads all codes in one picture. Not thread-safe; one per pump. Never gives a wrong text: only what error correction closed.</summary>
public interface IQrDecoder : IDisposable
{
    /// <param name="image">Any size up to 4096 x 4096.</param>
    /// <returns>The codes, in no particular order; empty when there is none.</returns>
    IReadOnlyList<DecodedCode> Decode(GrayImage image);

    /// <summary>The code that was in the last picture and could not be read; null when there was none, or a decoder that does not tell.</summary>
    UnreadCode? Unread => null;
}

/// <summary>A code that is there and cannot be read, and what may be the matter with it.</summary>
/// <param name="Corners">Where it is.</param>
/// <param name="ModulePixels">Side of a module, pixels.</param>
/// <param name="Sharpness">Contrast of single modules over that of large areas: 1 sharp, 0 all one blur.</param>
/// <param name="Glare">Share of its modules that are lost in light, 0 to 1.</param>
/// <param name="Light">Luminance of light modules, 0 to 255.</param>
/// <param name="Dark">Luminance of dark modules, 0 to 255.</param>
public readonly record struct UnreadCode(CodeCorners Corners, float ModulePixels, float Sharpness, float Glare, float Light, float Dark);

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
