namespace EdgeCheckpoint.Contract;

/// <summary>The district's word that its store has committed every event up to and including <paramref name="Sequence"/>.</summary>
/// <param name="Epoch">Epoch of the kiosk's journal it speaks of.</param>
/// <param name="Sequence">Cumulative watermark; 0 before the first event.</param>
public sealed record DurableAck(string Epoch, long Sequence);
