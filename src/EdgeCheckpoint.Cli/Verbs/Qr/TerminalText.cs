namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>Texts of codes on a terminal: a code must not be able to send commands to it.</summary>
internal static class TerminalText
{
    public static string Safe(string text) =>
        text.Length == 0 ? "(binary content)" : string.Concat(text.Select(static c => char.IsControl(c) ? '\uFFFD' : c));
}
