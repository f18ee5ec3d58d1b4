namespace EdgeCheckpoint.Contract.Commands;

/// <summary>Every command a kiosk may be sent.</summary>
public static class CommandNames
{
    /// <summary>Takes <see cref="SetModeArguments"/>.</summary>
    public const string SetMode = "set-mode";

    /// <summary>Takes <see cref="OpenGateArguments"/>.</summary>
    public const string OpenGate = "open-gate";

    /// <summary>Takes <see cref="UpdateArguments"/>.</summary>
    public const string Update = "update";

    /// <summary>Takes <see cref="ReportArguments"/>; the answer has the number of scans by verdict, and says from when the journal holds events.</summary>
    public const string Report = "report";

    /// <summary>Takes <see cref="NoArguments"/>.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>Takes <see cref="NoArguments"/>.</summary>
    public const string Restart = "restart";

    public static IReadOnlyList<string> All { get; } = [SetMode, OpenGate, Update, Report, Diagnostics, Restart];
}
