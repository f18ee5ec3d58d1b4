namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>The configuration cannot be used; the kiosk ends with exit code 78 and prints every error.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
