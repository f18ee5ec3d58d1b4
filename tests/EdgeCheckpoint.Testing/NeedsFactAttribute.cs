using Xunit;

namespace EdgeCheckpoint.Testing;

/// <summary>A fact that is skipped, visibly and with the remedy, where something it needs is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    /// <param name="data">Folder or file below ../shared/data.</param>
    /// <param name="program">Programs on the path, separated by blanks.</param>
    /// <param name="library">Native libraries by file name, separated by blanks.</param>
    public NeedsFactAttribute(string data = "", string program = "", string library = "") =>
        Skip = Needs.Missing(data, program, library);
}

/// <summary>A theory that is skipped, visibly and with the remedy, where something it needs is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="NeedsFactAttribute(string, string, string)"/>
    public NeedsTheoryAttribute(string data = "", string program = "", string library = "") =>
        Skip = Needs.Missing(data, program, library);
}
