using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary><c>ecv_request</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VisionRequest
{
    public int Engines;
    public int DeadlineMicroseconds;
    public int MaximumCodes;
}

/// <summary><c>ecv_code</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VisionCode
{
    public VisionCorners Corners;
    public int Version;
    public int Level;
    public int Repaired;
    public int Erased;
    public int Attempt;
    public int Frames;
    public int Form;
    public int Offset;
    public int Length;
}

/// <summary><c>ecv_unread</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VisionUnread
{
    public VisionCorners Corners;
    public int Version;
    public float Module;
    public float Sharpness;
    public float Glare;
    public float Light;
    public float Dark;
}

/// <summary>x, y of top left, top right, bottom right, bottom left.</summary>
[InlineArray(8)]
internal struct VisionCorners
{
    private float _first;
}
