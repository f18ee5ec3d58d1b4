namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Why the bytes of a camera can no longer be followed.</summary>
internal enum StreamFault
{
    None,

    /// <summary>The bytes are not of the format that was agreed, or lost step with it.</summary>
    NotTheFormat,

    /// <summary>A picture of another size than the ones before.</summary>
    SizeChanged,

    /// <summary>A picture beyond the limits.</summary>
    TooLarge,
}
