namespace EdgeCheckpoint.Contract.Commands;

/// <summary>Every command a kiosk may be sent.</summary>
public static class CommandNames
{
    /// <summary><c>mode</c>: <c>normal</c>, <c>lockdown</c>, <c>temperature-only</c> or <c>maintenance</c>.</summary>
    public const string SetMode = "set-mode";

    /// <summary><c>direction</c>: <c>in</c> or <c>out</c>; opens once.</summary>
    public const string OpenGate = "open-gate";

    /// <summary>
    /// <c>kind</c>: <c>policy</c>, <c>trust-list</c>, <c>watch-list</c>, <c>revocations</c> or <c>revocations-delta</c>, and <c>document</c>: the signed document in base64url;
    /// or <c>configuration</c>, and <c>document</c>: an object shaped like kiosk.json, in the place of all changes sent before.
    /// </summary>
    public const string Update = "update";

    /// <summary><c>from</c> and <c>to</c>: the period, UTC.</summary>
    public const string Report = "report";

    /// <summary>No arguments.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>No arguments.</summary>
    public const string Restart = "restart";

    public static IReadOnlyList<string> All { get; } = [SetMode, OpenGate, Update, Report, Diagnostics, Restart];
}
