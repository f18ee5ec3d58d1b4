using System.Text.Json;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Contract.Commands;

/// <summary>An order to one kiosk, as it crosses the wire once its signature is taken off.</summary>
/// <param name="Name">One of <see cref="CommandNames"/>; equals the last level of the topic.</param>
/// <param name="District">District, checkpoint and device it is meant for; all must match.</param>
/// <param name="Checkpoint">See <paramref name="District"/>.</param>
/// <param name="Device">See <paramref name="District"/>.</param>
/// <param name="Nonce">16 to 64 characters, never used before by this issuer; the same nonce again gets the same answer and no second effect.</param>
/// <param name="Issued">When it was issued, UTC.</param>
/// <param name="Expires">From when it is void, UTC; at most 30 s after <paramref name="Issued"/>.</param>
/// <param name="Arguments">Arguments by name; their shape depends on the command, see <see cref="CommandNames"/>.</param>
public sealed record Command(
    string Name,
    string District,
    string Checkpoint,
    string Device,
    string Nonce,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    IReadOnlyDictionary<string, JsonElement> Arguments)
{
    /// <summary>The arguments as their type; null when one is missing, unknown or of another shape.</summary>
    public T? Read<T>()
        where T : class => KioskJson.DecodeArguments<T>(Arguments);
}
