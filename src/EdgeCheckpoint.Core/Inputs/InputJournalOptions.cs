using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>How much of what the machine learned is kept in memory.</summary>
public sealed record InputJournalOptions
{
    /// <summary>How far back the record reaches, min; 0: nothing is recorded.</summary>
    [Range(0, 120)]
    public int Minutes { get; init; } = 10;

    /// <summary>Most memory the record uses, KiB; past it the oldest goes first, whatever its age.</summary>
    [Range(256, 65536)]
    public int Kibibytes { get; init; } = 4096;

    /// <summary>Where records are saved, on request or when the kiosk goes out of service; empty: in the folder inputs within the journal's.</summary>
    public string Folder { get; init; } = "";

    /// <summary>How long a saved record is kept, days.</summary>
    [Range(1, 90)]
    public int Days { get; init; } = 14;

    /// <summary>How many saved records are kept; the oldest goes first.</summary>
    [Range(1, 100)]
    public int Files { get; init; } = 5;
}
