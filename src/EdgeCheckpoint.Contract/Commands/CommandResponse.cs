namespace EdgeCheckpoint.Contract.Commands;

/// <summary>The kiosk's answer to a command.</summary>
/// <param name="Nonce">Nonce of the command; empty where it could not be read.</param>
/// <param name="Done">Whether the command took effect, now or when it was first received.</param>
/// <param name="Reason">One of <see cref="CommandReasons"/>, or a reason of the handler.</param>
/// <param name="Detail">A sentence for a technician, without personal data.</param>
public sealed record CommandResponse(string Nonce, bool Done, string Reason, string Detail)
{
    /// <summary>What was asked for, such as counts or diagnostics, by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
