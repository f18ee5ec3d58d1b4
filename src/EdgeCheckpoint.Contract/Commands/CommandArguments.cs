using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Contract.Commands;

/// <summary>Arguments of <c>set-mode</c>.</summary>
/// <param name="Mode"><c>normal</c>, <c>temperature-only</c>, <c>code-only</c>, <c>lockdown</c> or <c>maintenance</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SetModeArguments(string Mode);

/// <summary>Arguments of <c>open-gate</c>; the gate opens once.</summary>
/// <param name="Direction">Which way people are to go; refused by a lane that leads the other way. Absent for the lane's own.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenGateArguments(Direction? Direction = null);

/// <summary>Arguments of <c>update</c>.</summary>
/// <param name="Kind"><c>trust-list</c>, <c>policy</c>, <c>revocations</c>, <c>revocations-delta</c>, <c>watch-list</c> or <c>configuration</c>.</param>
/// <param name="Document">The signed document in base64url; for <c>configuration</c> an object shaped like kiosk.json, in the place of all changes sent before.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpdateArguments(string Kind, JsonElement Document);

/// <summary>Arguments of <c>report</c>; without any, the counts since the service started.</summary>
/// <param name="From">Start of the period, inclusive, with its offset from UTC; absent for as far back as the journal reaches.</param>
/// <param name="To">End of the period, exclusive, with its offset from UTC; absent for now.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReportArguments(DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Arguments of a command that has none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NoArguments;
