namespace EdgeCheckpoint.Contract.Events;

/// <summary>What a kiosk tells its district. The concrete type decides the topic: <c>evt/{kind}</c>.</summary>
public abstract record CheckpointEvent
{
    /// <summary>Last level of the topic and last part of the CloudEvents type.</summary>
    public abstract string Kind { get; }
}
