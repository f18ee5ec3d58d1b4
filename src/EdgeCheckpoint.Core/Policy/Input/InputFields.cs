using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy.CertLogic;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Core.Policy.Input;

/// <summary>The tables behind the documented input.</summary>
/// <remarks>CertLogic knows whole numbers only, so temperatures are there in thousandths of a degree and distances in millimetres.</remarks>
internal static class InputFields
{
    private const string Instant = "text, RFC 3339, or null";

    private static readonly FieldTable<CredentialResult> Credential = new(
        new("format", "text", "Prefix of the format without its colon: ECP1, HC1, shc, VDS-NC, or unknown.", static c => LogicValue.Of(c.Format)),
        new("kind", "text or null", "Kind within the format, such as personal, exit or vaccination.", static c => LogicValue.Of(c.Kind)),
        new("status", "text", "valid, invalid, or unjudgeable (for example without a trusted clock).", static c => LogicValue.Of(Words.Of(c.Status))),
        new("valid", "boolean", "Proved genuine and current.", static c => LogicValue.Of(c.IsValid)),
        new("reasons", "list of text", "Why it is not valid, deciding reason first.", static c => LogicValue.Of(c.Reasons), ItemPath.Instance),
        new("keyId", "text or null", "Key that signed it, hexadecimal.", static c => LogicValue.Of(c.KeyId)),
        new("issuedAt", Instant, "When it was issued.", static c => Time(c.IssuedAt)),
        new("expiresAt", Instant, "When it expires.", static c => Time(c.ExpiresAt)),
        new("claims", "object", "What the code says; depends on format and kind.", static c => LogicJson.From(c.Claims), AnyPath.Instance));

    private static readonly FieldTable<SubjectObservation> Measurement = new(
        new("state", "text", "measured, or why not: empty, approach, too-far, too-close, one-at-a-time, hold-still, measuring, environment-unfit, sensor-fault.", static o => LogicValue.Of(Words.Of(o.State))),
        new("class", "text or null", "normal, elevated or too-low by the method's limits; null without a reading.", static o => LogicValue.Of(o.Class is { } c ? Words.Of(c) : null)),
        new("milliCelsius", "integer or null, 1/1000 °C", "Estimated skin temperature of the face.", static o => Milli(o.Reading?.Celsius)),
        new("uncertaintyMilliCelsius", "integer or null, 1/1000 °C", "One standard uncertainty of it.", static o => Milli(o.Reading?.UncertaintyCelsius)),
        new("method", "text or null", "fixed, baseline or blackbody.", static o => LogicValue.Of(o.Reading?.Method)),
        new("ambientMilliCelsius", "integer or null, 1/1000 °C", "Air at the sensor.", static o => Milli(o.Reading?.AmbientCelsius)),
        new("distanceMillimetres", "integer or null, mm", "Distance of the person.", static o => Milli(o.Reading?.DistanceMetres)),
        new("people", "integer", "People in view.", static o => LogicValue.Of((double)o.People)),
        new("reasons", "list of text", "Why there is no reading, or what limits it.", static o => LogicValue.Of(o.Reasons), ItemPath.Instance));

    private static readonly FieldTable<PolicyInput> Clock = new(
        new("state", "text", "synced, estimated or unset.", static i => LogicValue.Of(Words.Of(i.Clock))),
        new("now", "text, RFC 3339", "The moment of the decision, UTC.", static i => Time(i.Now)),
        new("minuteOfDay", "integer, 0 to 1439", "Minutes since midnight, local time of the site.", static i => LogicValue.Of((double)((i.Now.Hour * 60) + i.Now.Minute))),
        new("weekday", "integer, 1 to 7", "Monday is 1, local time of the site.", static i => LogicValue.Of(i.Now.DayOfWeek == DayOfWeek.Sunday ? 7.0 : (double)i.Now.DayOfWeek)));

    private static readonly FieldTable<PolicyInput> SiteTable = new(
        new("district", "text", "District, as topics name it.", static i => LogicValue.Of(i.Site.District)),
        new("checkpoint", "text", "Checkpoint.", static i => LogicValue.Of(i.Site.Checkpoint)),
        new("device", "text", "This kiosk.", static i => LogicValue.Of(i.Site.Device)));

    private static readonly FieldTable<PolicyInput> External = new(
        new Field<PolicyInput>("validationClock", "text, RFC 3339", "The same as clock.now, where EU DCC business rules expect it.", static i => Time(i.Now)));

    private static readonly FieldTable<VehicleInput> Vehicle = new(
        new("plate", "text or null", "Number plate as typed or read.", static v => LogicValue.Of(v.Plate)),
        new("occupants", "integer", "Driver and passengers.", static v => LogicValue.Of((double)v.Occupants)),
        new("measured", "integer", "Occupants whose temperature was taken.", static v => LogicValue.Of((double)v.Measured)),
        new("elevated", "integer", "Of those, the elevated ones.", static v => LogicValue.Of((double)v.Elevated)),
        new("codesShown", "integer", "Occupants who showed a personal code.", static v => LogicValue.Of((double)v.CodesShown)),
        new("codesGreen", "integer", "Of those, the valid green ones.", static v => LogicValue.Of((double)v.CodesGreen)));

    private static readonly FieldTable<PolicyInput> Counts = new(
        new Field<PolicyInput>(ListedFormat.QuotaUses, "integer or null", "Uses of the pass in its running quota period; null where the kiosk did not count.", static i => CountOf(i, ListedFormat.QuotaUses)));

    private static readonly FieldTable<DocumentState> Document = new(
        new("version", "text", "Its kind and version, such as policy/7.", static d => LogicValue.Of(d.Version)),
        new("ageHours", "integer or null, h", "Time since it was issued; null without a trusted clock.", static d => LogicValue.Of(d.Age is { } age ? Math.Floor(age.TotalHours) : null)),
        new("expired", "boolean", "Past its end.", static d => LogicValue.Of(d.Expired)),
        new("overdue", "boolean", "An update was due.", static d => LogicValue.Of(d.Overdue)));

    private static readonly FieldTable<IReadOnlyDictionary<string, DocumentState>> Documents = new(
        [.. Enum.GetValues<DocumentKind>().Select(static kind => DocumentOf(Words.Of(kind)))]);

    public static readonly FieldTable<PolicyInput> Root = new(
        new("credential", "object or null", "The code; null when none was shown.", static i => i.Credential is null ? LogicValue.Null : Credential.Over(i.Credential), Credential),
        new("measurement", "object or null", "The person's observation; null when none was taken.", static i => i.Observation is null ? LogicValue.Null : Measurement.Over(i.Observation), Measurement),
        new("vehicle", "object or null", "The vehicle in a lane; null for a person on foot.", static i => i.Vehicle is { } vehicle ? Vehicle.Over(vehicle) : LogicValue.Null, Vehicle),
        new("findings", "list of text", "Reason codes that the machine found, such as code-missing or sensor-fault.", static i => LogicValue.Of(FindingsOf(i)), ItemPath.Instance),
        new("clock", "object", "Time, and how far it can be trusted.", static i => Clock.Over(i), Clock),
        new("site", "object", "Where the kiosk stands.", static i => SiteTable.Over(i), SiteTable),
        new("direction", "text", "in or out.", static i => LogicValue.Of(Words.Of(i.Direction))),
        new("counts", "object", "What the kiosk counts for the code.", static i => Counts.Over(i), Counts),
        new("documents", "object", "The signed documents in force.", static i => Documents.Over(i.Documents), Documents),
        new("payload", "object or null", "The same as credential.claims, where EU DCC business rules expect it.", static i => LogicJson.From(i.Credential?.Claims), AnyPath.Instance),
        new("external", "object", "What EU DCC business rules expect beside the certificate.", static i => External.Over(i), External));

    private static Field<IReadOnlyDictionary<string, DocumentState>> DocumentOf(string name) => new(
        name,
        "object or null",
        $"The {name} in force; null without one.",
        all => all.TryGetValue(name, out DocumentState state) ? Document.Over(state) : LogicValue.Null,
        Document);

    private static LogicValue CountOf(PolicyInput input, string name) =>
        input.Counts.TryGetValue(name, out int count) || (input.Credential?.Counts.TryGetValue(name, out count) ?? false)
            ? LogicValue.Of((double)count)
            : LogicValue.Null;

    private static LogicValue Milli(double? value) => LogicValue.Of(value is { } v ? Math.Round(v * 1000) : null);

    private static LogicValue Time(DateTimeOffset? at) => at is { } moment ? LogicValue.Moment(moment.ToUnixTimeMilliseconds()) : LogicValue.Null;

    private static IReadOnlyList<string> FindingsOf(PolicyInput input) =>
        input.Credential is { Findings.Count: > 0 } credential ? [.. input.Findings, .. credential.Findings] : input.Findings;
}
