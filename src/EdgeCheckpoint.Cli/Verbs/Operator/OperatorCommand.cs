using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Operator;

/// <summary><c>operator</c>: what the operators of a kiosk need.</summary>
internal static class OperatorCommand
{
    public static Command Create() => new("operator", "Operators of a kiosk.") { HashPinVerb.Create() };
}
