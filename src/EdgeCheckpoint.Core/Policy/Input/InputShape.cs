namespace EdgeCheckpoint.Core.Policy.Input;

/// <summary>One thing that rules may look at.</summary>
/// <param name="Path">The whole path, such as <c>measurement.milliCelsius</c>.</param>
/// <param name="Type">JSON type and unit, in words.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Open">More may follow: an item's number, or any name (claims depend on the kind of code).</param>
public sealed record InputField(string Path, string Type, string Meaning, bool Open);

/// <summary>The documented input of policies: one table that is the look-up, the check of paths and the reference page.</summary>
public static class InputShape
{
    /// <summary>Every path, in reading order.</summary>
    public static IReadOnlyList<InputField> Fields { get; } = [.. InputFields.Root.Describe("")];

    /// <summary>Null when a path is documented; else a sentence that names what is there instead.</summary>
    internal static string? Problem(string path) => Problem(path, InputFields.Root);

    /// <param name="scope">What the expression sees: the input, or what a lambda is given.</param>
    internal static string? Problem(string path, IPathScope scope)
    {
        if (path.Length == 0)
        {
            return null;
        }

        IPathScope? at = scope;
        string known = scope is LambdaPath ? "the lambda" : "the input";
        for (int start = 0; start <= path.Length;)
        {
            int end = path.IndexOf('.', start) is >= 0 and var dot ? dot : path.Length;
            if (at is null)
            {
                return $"\"{path}\" goes below {known}, which is a plain value";
            }

            if (!at.TryStep(path[start..end], out IPathScope? below))
            {
                return $"\"{path}\" is not in the input: {known} has {at.Has}";
            }

            (at, known, start) = (below, path[..end], end + 1);
        }

        return null;
    }
}
