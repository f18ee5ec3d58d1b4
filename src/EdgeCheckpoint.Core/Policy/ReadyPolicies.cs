using System.Diagnostics;
using System.Reflection;

namespace EdgeCheckpoint.Core.Policy;

/// <summary>The policies of the folder <c>policies/</c>, built in, so that a kiosk without any file still decides.</summary>
public static class ReadyPolicies
{
    /// <summary>Temperature and a green code; in force where nothing else is configured.</summary>
    public const string Default = "green-code-and-temperature";

    private const string Prefix = "policies/";
    private const string Suffix = ".json";

    /// <summary>Their names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static r => r.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static r => r[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="ArgumentException">No ready policy has that name.</exception>
    public static PolicyDocument Load(string name)
    {
        using Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new ArgumentException($"There is no ready policy '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        byte[] utf8 = new byte[source.Length];
        source.ReadExactly(utf8);
        return PolicyDocument.Parse(utf8).Policy ?? throw new UnreachableException($"The built-in policy '{name}' has errors.");
    }
}
