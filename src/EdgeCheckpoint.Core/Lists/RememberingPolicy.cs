using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Ties a decision to its journalled event, so that an admission is remembered once it happened and not when it was only considered. For the loop's thread.</summary>
/// <param name="zone">Time zone of the site: quotas count local days.</param>
public sealed class RememberingPolicy(IPolicy inner, PassMemory memory, TimeZoneInfo zone) : IPolicy
{
    private PolicyInput? _admitted;

    public string Version => inner.Version;

    public PolicyDecision Evaluate(PolicyInput input)
    {
        PolicyDecision decision = inner.Evaluate(input);
        _admitted = decision.Verdict == Verdict.Pass ? input : null;
        return decision;
    }

    /// <summary>An event is durable; a pass is remembered.</summary>
    public void Recorded(CheckpointEvent data)
    {
        if (data is not ScanEvent scan)
        {
            return;
        }

        if (scan.Verdict == Verdict.Pass && _admitted is { Credential: { } credential } input)
        {
            memory.Record(credential, input.Direction, TimeZoneInfo.ConvertTime(input.Now, zone));
        }

        _admitted = null;
    }
}
