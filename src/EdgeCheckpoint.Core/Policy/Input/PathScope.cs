using System.Globalization;

namespace EdgeCheckpoint.Core.Policy.Input;

/// <summary>What may follow a name in the path of a <c>var</c>.</summary>
internal interface IPathScope
{
    /// <summary>What there is, in words.</summary>
    string Has { get; }

    /// <summary>Whether more may follow than can be told beforehand.</summary>
    bool IsOpen { get; }

    /// <summary>Whether the name is there, and what may follow it; null where nothing may.</summary>
    bool TryStep(string name, out IPathScope? below);

    /// <summary>Every path below, in reading order.</summary>
    IEnumerable<InputField> Describe(string prefix) => [];
}

/// <summary>Anything, however deep: the claims of a code depend on its kind.</summary>
internal sealed class AnyPath : IPathScope
{
    public static AnyPath Instance { get; } = new();

    public string Has => "anything";

    public bool IsOpen => true;

    public bool TryStep(string name, out IPathScope? below)
    {
        below = this;
        return true;
    }
}

/// <summary>A list of plain values: the number of an item, from 0, and nothing below it.</summary>
internal sealed class ItemPath : IPathScope
{
    public static ItemPath Instance { get; } = new();

    public string Has => "items, by their number from 0; \"in\" asks for a value";

    public bool IsOpen => true;

    public bool TryStep(string name, out IPathScope? below)
    {
        below = null;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}

/// <summary>What the lambda of <c>reduce</c> sees.</summary>
/// <param name="outer">What the operation itself sees; <c>data</c> in the lambda.</param>
internal sealed class LambdaPath(IPathScope outer) : IPathScope
{
    public string Has => "accumulator, current and, for the input outside, data";

    public bool IsOpen => false;

    public bool TryStep(string name, out IPathScope? below)
    {
        below = name == "data" ? outer : AnyPath.Instance;
        return name is "accumulator" or "current" or "data";
    }
}
