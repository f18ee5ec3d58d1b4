namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>What kind of pass it is; the number is its number on the wire.</summary>
public enum PassKind
{
    /// <summary>A person's rotating code.</summary>
    Personal = 1,

    /// <summary>A community's paper exit pass.</summary>
    Exit = 2,

    /// <summary>A visitor's registration.</summary>
    Visitor = 3,

    /// <summary>A vehicle's freight pass.</summary>
    Freight = 4,

    /// <summary>A staff badge.</summary>
    Staff = 5,
}

/// <summary>Colour of a personal code; the number is its number on the wire.</summary>
public enum PassColour
{
    Green = 1,
    Yellow = 2,
    Red = 3,
}

/// <summary>Whom a pass is good for; the number is its number on the wire.</summary>
public enum PassBinding
{
    Person = 1,
    Household = 2,
}

/// <summary>A test and when its sample was taken.</summary>
/// <param name="Kind">Such as <c>nucleic-acid</c> or <c>antigen</c>.</param>
public sealed record PassTest(DateTimeOffset At, string Kind = "nucleic-acid");

/// <summary>A dated status class, such as <c>3+11</c>.</summary>
/// <param name="Until">Null while it is open.</param>
public sealed record PassStatus(string Class, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>Uses in a period.</summary>
/// <param name="Days">Length of the period, days.</param>
public sealed record PassQuota(int Count, int Days);

/// <summary>Hours in which a pass is good.</summary>
/// <param name="Days">Bit 0 is Monday, bit 6 Sunday.</param>
/// <param name="FromMinute">Minute of the local day, 0 to 1439.</param>
/// <param name="UntilMinute">Minute of the local day, exclusive, 1 to 1440, after <paramref name="FromMinute"/>.</param>
public sealed record PassWindow(int Days, int FromMinute, int UntilMinute);

/// <summary>What a district pass says. No names: a person is a pseudonym of the issuer's.</summary>
public sealed record PassClaims
{
    public required PassKind Kind { get; init; }

    /// <summary>Who issued it, such as a district's code; 1 to <see cref="PassLimits.TextCharacters"/> characters.</summary>
    public required string Issuer { get; init; }

    /// <summary>Identity of this one pass: 2 to 64 lower-case hexadecimal digits, an even number.</summary>
    public required string Id { get; init; }

    /// <summary>Pseudonym of the person, household or vehicle.</summary>
    public required string Subject { get; init; }

    /// <summary>Whole seconds; a fraction is cut off.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>First second it is good; null: from its issue on.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whole seconds; a fraction is cut off.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public PassColour? Colour { get; init; }

    public PassTest? Test { get; init; }

    /// <summary>Vaccination doses received.</summary>
    public int? Doses { get; init; }

    public IReadOnlyList<PassStatus> Statuses { get; init; } = [];

    /// <summary>Responsible unit.</summary>
    public string? Unit { get; init; }

    /// <summary>Checkpoint of the community the pass belongs to.</summary>
    public string? HomeSite { get; init; }

    public PassBinding? Binding { get; init; }

    public PassQuota? Quota { get; init; }

    /// <summary>Empty: at any hour.</summary>
    public IReadOnlyList<PassWindow> Windows { get; init; } = [];

    /// <summary>Offset of the local day that <see cref="Windows"/> count in, minutes.</summary>
    public int UtcOffsetMinutes { get; init; } = 480;

    public string? Plate { get; init; }

    /// <summary>Places a freight pass is good for, in order.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>Task of a staff badge's holder.</summary>
    public string? Role { get; init; }
}

/// <summary>Bounds of a pass, so that it fits a printed code and costs little to read.</summary>
public static class PassLimits
{
    public const int TextCharacters = 64;
    public const int ListItems = 16;
    public const int IdBytes = 32;

    /// <summary>Lifetime of a rotating personal code.</summary>
    public static readonly TimeSpan PersonalCodeLifetime = TimeSpan.FromSeconds(60);
}
