namespace EdgeCheckpoint.Core.Policy.Reading;

internal enum LocatedKind
{
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// <summary>One JSON value that knows where it stands in its file.</summary>
internal sealed record LocatedNode(LocatedKind Kind, int Line, int Column)
{
    public bool Boolean { get; init; }

    public double Number { get; init; }

    public string Text { get; init; } = "";

    public IReadOnlyList<LocatedNode> Items { get; init; } = [];

    public IReadOnlyList<LocatedProperty> Properties { get; init; } = [];

    public PolicyIssue Issue(string message) => new(Line, Column, message);

    /// <summary>What to call the value in a message.</summary>
    public string Words => Kind switch
    {
        LocatedKind.Null => "null",
        LocatedKind.Boolean => Boolean ? "true" : "false",
        LocatedKind.Number => Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        LocatedKind.Text => $"\"{Text}\"",
        LocatedKind.List => "a list",
        _ => "an object",
    };
}

/// <summary>One member of an object, with the place of its name.</summary>
internal readonly record struct LocatedProperty(string Name, int Line, int Column, LocatedNode Value);
