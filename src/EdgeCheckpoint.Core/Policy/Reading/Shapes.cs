using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Policy.Reading;

/// <summary>Asks a node to be what it should be, and notes an issue where it is not.</summary>
internal sealed class Shapes(List<PolicyIssue> issues)
{
    private const int MaxCodeLength = 64;
    private const int MaxTextLength = 500;

    /// <summary>The one schema there is; a later one gets a migration.</summary>
    private const int SchemaNumber = 1;

    /// <summary>Whether the node is an object; unknown names are issues, so that a typing error is not a rule silently left out.</summary>
    public bool Object(LocatedNode node, string what, string[] names)
    {
        if (node.Kind != LocatedKind.Object)
        {
            issues.Add(node.Issue($"{what} must be an object, but this is {node.Words}"));
            return false;
        }

        foreach (LocatedProperty property in node.Properties.Where(p => !names.Contains(p.Name)))
        {
            issues.Add(new PolicyIssue(property.Line, property.Column, $"\"{property.Name}\" is unknown here; {what} has {string.Join(", ", names)}"));
        }

        return true;
    }

    public static LocatedNode? Find(LocatedNode node, string name)
    {
        foreach (LocatedProperty property in node.Properties)
        {
            if (property.Name == name)
            {
                return property.Value;
            }
        }

        return null;
    }

    public LocatedNode? Required(LocatedNode node, string name)
    {
        LocatedNode? found = Find(node, name);
        if (found is null)
        {
            issues.Add(node.Issue($"\"{name}\" is missing"));
        }

        return found;
    }

    public void Schema(LocatedNode root)
    {
        if (Required(root, "schema") is { } schema && (schema.Kind != LocatedKind.Number || schema.Number != SchemaNumber))
        {
            issues.Add(schema.Issue($"\"schema\" must be {SchemaNumber}, but it is {schema.Words}"));
        }
    }

    public bool Is(LocatedNode node, LocatedKind kind, string name)
    {
        if (node.Kind == kind)
        {
            return true;
        }

        string wanted = kind switch { LocatedKind.List => "a list", LocatedKind.Object => "an object", _ => "a text" };
        issues.Add(node.Issue($"\"{name}\" must be {wanted}, but it is {node.Words}"));
        return false;
    }

    public string Text(LocatedNode? node, string name)
    {
        if (node is null || !Is(node, LocatedKind.Text, name))
        {
            return "";
        }

        if (node.Text.Length is 0 or > MaxTextLength || node.Text.Any(char.IsControl))
        {
            issues.Add(node.Issue($"\"{name}\" must have 1 to {MaxTextLength} characters and no control characters"));
        }

        return node.Text;
    }

    /// <summary>A code such as <c>code-expired</c>: what events carry and dashboards count.</summary>
    public string Code(LocatedNode? node, string what)
    {
        if (node is null)
        {
            return "";
        }

        if (node.Kind != LocatedKind.Text || !IsCode(node.Text))
        {
            issues.Add(node.Issue($"{what} must be 1 to {MaxCodeLength} lower-case letters, digits and hyphens, but it is {node.Words}"));
            return "";
        }

        return node.Text;
    }

    public IReadOnlyList<string> Codes(LocatedNode node, string name)
    {
        if (!Is(node, LocatedKind.List, name))
        {
            return [];
        }

        if (node.Items.Count == 0)
        {
            issues.Add(node.Issue($"\"{name}\" must not be empty; leave it out instead"));
        }

        return [.. node.Items.Select(item => Code(item, $"a code in \"{name}\""))];
    }

    /// <summary>Codes that the machine itself gives; a typing error would be a finding that nobody ever makes.</summary>
    public IReadOnlyList<string> Findings(LocatedNode node, string name)
    {
        IReadOnlyList<string> codes = Codes(node, name);
        foreach ((string code, LocatedNode item) in codes.Zip(node.Items).Where(static c => c.First.Length > 0 && !ReasonCodes.All.Contains(c.First)))
        {
            string nearest = ReasonCodes.All.MaxBy(known => known.AsSpan().CommonPrefixLength(code))!;
            issues.Add(item.Issue($"\"{code}\" is no finding of the kiosk, the nearest is \"{nearest}\""));
        }

        return codes;
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= MaxCodeLength && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
