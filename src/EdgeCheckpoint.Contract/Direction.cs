namespace EdgeCheckpoint.Contract;

/// <summary>Which way the person goes.</summary>
public enum Direction
{
    In,
    Out,
}
