using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>First line of a saved record.</summary>
public sealed record InputHeader
{
    /// <summary>Shape of the file.</summary>
    public int InputJournal { get; init; } = 1;

    /// <summary>Version of the kiosk's software.</summary>
    public string Software { get; init; } = "";

    /// <summary>Boot the instants belong to.</summary>
    public string Boot { get; init; } = "";

    public Site Site { get; init; }

    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Why it was saved: <c>request</c> or <c>out-of-service</c>.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The lane's options when the service started.</summary>
    public MachineOptions Lane { get; init; } = new();

    /// <summary>Whether the gate reports passages.</summary>
    public bool GateReports { get; init; }

    /// <summary>Version of the rules whose answers are recorded.</summary>
    public string Policy { get; init; } = "";

    /// <summary>So many entries only bring a machine to where this record begins.</summary>
    public int Prelude { get; init; }

    /// <summary>Whether the record had to begin while somebody was being served: its first differences then mean nothing.</summary>
    public bool Torn { get; init; }
}

/// <summary>One input, what the rules said meanwhile, and what the machine wanted done.</summary>
/// <param name="Input">With its instant.</param>
/// <param name="Did">Effects in words, see <see cref="EffectWords"/>.</param>
/// <param name="Rules">What the rules answered during this step; null when they were not asked.</param>
/// <param name="Broke">True when the machine failed on this input.</param>
internal sealed record InputEntry(MachineInput Input, IReadOnlyList<string> Did, IReadOnlyList<RulesAnswer>? Rules = null, bool? Broke = null);

/// <summary>What the rules said of one person; kept because the claims they looked at are not.</summary>
internal sealed record RulesAnswer(Verdict Verdict, IReadOnlyList<string> Reasons, string? Rule);
