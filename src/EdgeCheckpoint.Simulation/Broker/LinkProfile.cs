namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>How slow and lossy a link is. TCP repairs losses, so to its users a loss is a wait.</summary>
/// <param name="Delay">One way.</param>
/// <param name="BytesPerSecond">One way; 0 for no limit.</param>
/// <param name="LossProbability">Of a packet being sent again.</param>
/// <param name="LossPenalty">Wait for the second sending.</param>
public readonly record struct LinkProfile(TimeSpan Delay, int BytesPerSecond, double LossProbability, TimeSpan LossPenalty)
{
    public static LinkProfile None => default;

    /// <summary>A mobile link of the third generation at the cell's edge: 200 ms, 5 % loss, 48 kB/s.</summary>
    public static LinkProfile ThreeG { get; } = new(TimeSpan.FromMilliseconds(200), 48_000, 0.05, TimeSpan.FromMilliseconds(600));
}
