namespace EdgeCheckpoint.Contract.Events;

/// <summary>One line of the supplies ledger.</summary>
/// <param name="Item">Item by its word.</param>
/// <param name="Quantity">What is there after the change.</param>
/// <param name="Change">What came (positive) or was used (negative).</param>
/// <param name="Low">Whether it is at or below the limit: somebody should bring more.</param>
/// <param name="Operator">Operator who wrote it.</param>
public sealed record SupplyEvent(string Item, int Quantity, int Change, bool Low, string Operator) : CheckpointEvent
{
    public const string KindName = "supply";

    public override string Kind => KindName;
}
