namespace EdgeCheckpoint.Core.Policy.Input;

/// <summary>What rules may look at below one name. Null children: anything (claims depend on the kind of code).</summary>
/// <param name="Path">The whole path, such as <c>measurement.milliCelsius</c>.</param>
/// <param name="Type">JSON type and unit, in words.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Names">Names below; empty for a plain value.</param>
/// <param name="Open">Any name may follow.</param>
public sealed record InputField(string Path, string Type, string Meaning, IReadOnlyList<string> Names, bool Open);

/// <summary>The documented input of policies: one table that is the look-up, the check of paths and the reference page.</summary>
public static class InputShape
{
    /// <summary>Every path, in reading order.</summary>
    public static IReadOnlyList<InputField> Fields { get; } = [.. InputFields.Root.Describe("")];

    /// <summary>Null when a path is documented; else a sentence that names the nearest documented one.</summary>
    internal static string? Problem(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        string[] steps = path.Split('.');
        string known = "";
        for (int i = 0; i < steps.Length; i++)
        {
            InputField? parent = known.Length == 0 ? null : Fields.First(f => f.Path == known);
            if (parent is { Open: true })
            {
                return null;
            }

            IReadOnlyList<string> names = parent?.Names ?? InputFields.Root.Names;
            if (!names.Contains(steps[i]))
            {
                string below = known.Length == 0 ? "the input" : known;
                return names.Count == 0
                    ? $"\"{path}\" goes below {known}, which is a plain value"
                    : $"\"{path}\" is not in the input: {below} has {string.Join(", ", names)}";
            }

            known = known.Length == 0 ? steps[i] : $"{known}.{steps[i]}";
        }

        return null;
    }
}
