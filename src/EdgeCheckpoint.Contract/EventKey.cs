using System.Globalization;

namespace EdgeCheckpoint.Contract;

/// <summary>The identity of one event for ever: resending it is harmless.</summary>
/// <param name="Device">Common name of the kiosk's certificate.</param>
/// <param name="Epoch">Changes when a kiosk is re-imaged or its journal had to be replaced.</param>
/// <param name="Sequence">From 1, without gaps, within the epoch.</param>
public readonly record struct EventKey(string Device, string Epoch, long Sequence)
{
    /// <summary>CloudEvents id: <c>device:epoch:sequence</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device}:{Epoch}:{Sequence}");

    public static bool TryParse(string? text, out EventKey key)
    {
        key = default;
        string[] parts = text?.Split(':') ?? [];
        if (parts.Length != 3 || parts[0].Length == 0 || parts[1].Length == 0
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            || sequence < 1)
        {
            return false;
        }

        key = new EventKey(parts[0], parts[1], sequence);
        return true;
    }
}
