using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>The policy in force, with the state of every signed document put before its rules. Thread-safe.</summary>
/// <param name="first">Policy until a signed one arrives.</param>
/// <param name="zone">Time zone of the site: time windows are in local time.</param>
/// <param name="documents">Documents in force, asked for every decision; fast and without I/O.</param>
public sealed class PolicyInForce(IPolicy first, TimeZoneInfo zone, Func<VerificationTime, IReadOnlyDictionary<string, DocumentState>> documents) : IPolicy
{
    private volatile IPolicy _policy = first;

    public string Version => _policy.Version;

    /// <summary>From the next decision on these rules count.</summary>
    public void Replace(IPolicy policy) => _policy = policy;

    /// <summary>Whether these rules let nobody pass for that reason, whoever comes: they give it also where there is no person to judge.</summary>
    public bool PassesNobody(string reason, VerificationTime now, Site site, Direction direction) =>
        Evaluate(new PolicyInput { Now = now.Now, Clock = now.Clock, Site = site, Direction = direction }).Reasons.Contains(reason);

    public PolicyDecision Evaluate(PolicyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _policy.Evaluate(input with
        {
            Now = TimeZoneInfo.ConvertTime(input.Now, zone),
            Documents = documents(new VerificationTime(input.Now, input.Clock)),
        });
    }
}
