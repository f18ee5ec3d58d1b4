using System.Globalization;

namespace EdgeCheckpoint.Core.Policy.Reading;

/// <summary>One thing wrong in a file written by a person.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public readonly record struct PolicyIssue(int Line, int Column, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}
