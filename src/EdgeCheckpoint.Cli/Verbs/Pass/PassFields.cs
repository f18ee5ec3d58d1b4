using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>One pass as named texts: the options of a command line, or a row of a CSV file. Absent and empty are the same.</summary>
internal static class PassFields
{
    /// <summary>Every name with what it means, in the order help lists them.</summary>
    public static readonly IReadOnlyList<(string Name, string Help)> All =
    [
        ("issuer", "Who issues, such as a district's code."),
        ("subject", "Pseudonym of the person, household or vehicle; never a name."),
        ("kind", "personal (the default), exit, visitor, freight or staff."),
        ("id", "Identity of this pass, hexadecimal; random by default."),
        ("colour", "green, yellow or red."),
        ("tested", "When the last test was taken."),
        ("test-kind", "Kind of that test; nucleic-acid by default."),
        ("doses", "Vaccination doses received."),
        ("status", "Dated status classes: '3+11@2026-05-01/2026-05-15; ...', the end may be left out."),
        ("at", "When it is issued; now by default."),
        ("lifetime", "How long it is valid: 60s, 15m, 12h, 30d. By default 60s for a personal code, 1d visitor, 7d freight, 30d exit, 365d staff."),
        ("unit", "Responsible unit."),
        ("home-site", "Checkpoint of the community it belongs to."),
        ("binding", "person or household."),
        ("quota", "Uses in a period: 2/1d."),
        ("windows", "Hours it is good in: 'mon-fri 06:00-09:00; sat,sun 08:00-12:00'."),
        ("utc-offset", "Offset of those hours, minutes; 480 by default."),
        ("plate", "Licence plate of a freight pass."),
        ("route", "Places of a freight pass: 'Wuxi; Nanjing'."),
        ("role", "Task of a staff badge's holder."),
    ];

    private static readonly DateTimeOffset LatestEnd = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="fault">What is wrong and how it should look.</param>
    public static bool TryRead(IReadOnlyDictionary<string, string> fields, [NotNullWhen(true)] out PassClaims? claims, out string fault)
    {
        claims = null;
        List<PassStatus> statuses = [];
        List<PassWindow> windows = [];
        if (!Word(fields, "kind", PassKind.Personal, out PassKind? kind, out fault)
            || !Word(fields, "colour", null, out PassColour? colour, out fault)
            || !Word(fields, "binding", null, out PassBinding? binding, out fault)
            || !Instants.TryParse(Text(fields, "at"), out DateTimeOffset issued, out fault)
            || !Instants.TryParse(Text(fields, "tested"), out DateTimeOffset tested, out fault)
            || !Instants.TryParseDuration(Text(fields, "lifetime") ?? LifetimeOf(kind), out TimeSpan lifetime, out fault)
            || !Number(fields, "doses", out int? doses, out fault)
            || !Number(fields, "utc-offset", out int? offset, out fault)
            || !Quota(Text(fields, "quota"), out PassQuota? quota, out fault)
            || !PassLists.TryReadStatuses(Text(fields, "status"), statuses, out fault)
            || !PassLists.TryReadWindows(Text(fields, "windows"), windows, out fault))
        {
            return false;
        }

        if (lifetime > LatestEnd - issued)
        {
            fault = "The pass must expire before the year 9999; choose an earlier at or a shorter lifetime.";
            return false;
        }

        PassClaims read = new()
        {
            Kind = kind ?? PassKind.Personal,
            Issuer = Text(fields, "issuer") ?? "",
            Id = Text(fields, "id") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            Subject = Text(fields, "subject") ?? "",
            IssuedAt = issued,
            ExpiresAt = issued + lifetime,
            Colour = colour,
            Test = Text(fields, "tested") is null ? null : new PassTest(tested, Text(fields, "test-kind") ?? "nucleic-acid"),
            Doses = doses,
            Statuses = statuses,
            Unit = Text(fields, "unit"),
            HomeSite = Text(fields, "home-site"),
            Binding = binding,
            Quota = quota,
            Windows = windows,
            UtcOffsetMinutes = offset ?? 480,
            Plate = Text(fields, "plate"),
            Route = Text(fields, "route") is { } route ? PassLists.Split(route) : [],
            Role = Text(fields, "role"),
        };
        fault = PassRules.FaultOf(read) ?? "";
        claims = fault.Length == 0 ? read : null;
        return claims is not null;
    }

    private static string? Text(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? text) && text.Length > 0 ? text : null;

    private static string LifetimeOf(PassKind? kind) => kind switch
    {
        PassKind.Exit => "30d",
        PassKind.Visitor => "1d",
        PassKind.Freight => "7d",
        PassKind.Staff => "365d",
        _ => "60s",
    };

    private static bool Number(IReadOnlyDictionary<string, string> fields, string name, out int? number, out string fault)
    {
        string? text = Text(fields, name);
        bool read = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value);
        number = read ? value : null;
        fault = read || text is null ? "" : $"'{text}' is no number for {name}.";
        return fault.Length == 0;
    }

    private static bool Quota(string? text, out PassQuota? quota, out string fault)
    {
        quota = null;
        fault = "";
        if (text is null)
        {
            return true;
        }

        string[] parts = text.Split('/');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && Instants.TryParseDuration(parts[1], out TimeSpan period, out _) && period.Ticks % TimeSpan.TicksPerDay == 0)
        {
            quota = new PassQuota(count, period.Days);
            return true;
        }

        fault = $"'{text}' is no quota; write it like 2/1d.";
        return false;
    }

    private static bool Word<T>(IReadOnlyDictionary<string, string> fields, string name, T? byDefault, out T? value, out string fault)
        where T : struct, Enum
    {
        fault = "";
        value = byDefault;
        if (Text(fields, name) is not { } word)
        {
            return true;
        }

        if (Words.TryParse(word, out T read))
        {
            value = read;
            return true;
        }

        fault = $"'{word}' is no {name}; choose one of {string.Join(", ", Enum.GetValues<T>().Select(Words.Of))}.";
        return false;
    }
}
