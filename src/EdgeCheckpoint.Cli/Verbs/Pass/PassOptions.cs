using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>The claims of one pass as options.</summary>
internal sealed class PassOptions
{
    private readonly Option<string> _issuer = new("--issuer") { Description = "Who issues, such as a district's code.", Required = true };
    private readonly Option<string> _subject = new("--subject") { Description = "Pseudonym of the person, household or vehicle; never a name.", Required = true };
    private readonly Option<string> _kind = new("--kind") { Description = "personal, exit, visitor, freight or staff.", DefaultValueFactory = static _ => "personal" };
    private readonly Option<string?> _id = new("--id") { Description = "Identity of this pass, hexadecimal; random by default." };
    private readonly Option<string?> _colour = new("--colour") { Description = "green, yellow or red." };
    private readonly Option<string?> _tested = new("--tested") { Description = "When the last test was taken." };
    private readonly Option<string> _testKind = new("--test-kind") { Description = "Kind of that test.", DefaultValueFactory = static _ => "nucleic-acid" };
    private readonly Option<int?> _doses = new("--doses") { Description = "Vaccination doses received." };
    private readonly Option<string?> _at = new("--at") { Description = "When it is issued; now by default." };
    private readonly Option<string> _lifetime = new("--lifetime") { Description = "How long it is valid: 60s, 15m, 12h, 30d.", DefaultValueFactory = static _ => "60s" };
    private readonly Option<string?> _unit = new("--unit") { Description = "Responsible unit." };
    private readonly Option<string?> _homeSite = new("--home-site") { Description = "Checkpoint of the community it belongs to." };
    private readonly Option<string?> _plate = new("--plate") { Description = "Licence plate of a freight pass." };
    private readonly Option<string?> _role = new("--role") { Description = "Task of a staff badge's holder." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _issuer, _subject, _kind, _id, _colour, _tested, _testKind, _doses, _at, _lifetime, _unit, _homeSite, _plate, _role })
        {
            command.Options.Add(option);
        }
    }

    public bool TryRead(ParseResult parsed, [NotNullWhen(true)] out PassClaims? claims, out string fault)
    {
        claims = null;
        if (!Instants.TryParse(parsed.GetValue(_at), out DateTimeOffset issued, out fault)
            || !Instants.TryParseDuration(parsed.GetRequiredValue(_lifetime), out TimeSpan lifetime, out fault)
            || !Instants.TryParse(parsed.GetValue(_tested), out DateTimeOffset tested, out fault)
            || !TryWord(parsed.GetRequiredValue(_kind), out PassKind? kind, out fault)
            || !TryWord(parsed.GetValue(_colour), out PassColour? colour, out fault))
        {
            return false;
        }

        PassClaims read = new()
        {
            Kind = kind ?? PassKind.Personal,
            Issuer = parsed.GetRequiredValue(_issuer),
            Id = parsed.GetValue(_id) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            Subject = parsed.GetRequiredValue(_subject),
            IssuedAt = issued,
            ExpiresAt = issued + lifetime,
            Colour = colour,
            Test = parsed.GetValue(_tested) is null ? null : new PassTest(tested, parsed.GetRequiredValue(_testKind)),
            Doses = parsed.GetValue(_doses),
            Unit = parsed.GetValue(_unit),
            HomeSite = parsed.GetValue(_homeSite),
            Plate = parsed.GetValue(_plate),
            Role = parsed.GetValue(_role),
        };
        fault = PassRules.FaultOf(read) ?? "";
        claims = fault.Length == 0 ? read : null;
        return claims is not null;
    }

    private static bool TryWord<T>(string? word, out T? value, out string fault)
        where T : struct, Enum
    {
        fault = "";
        value = null;
        if (word is null)
        {
            return true;
        }

        if (Words.TryParse(word, out T read))
        {
            value = read;
            return true;
        }

        fault = $"'{word}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Words.Of))}.";
        return false;
    }
}
