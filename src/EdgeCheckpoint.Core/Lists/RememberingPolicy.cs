using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Ties a decision to its journalled event, so that an admission is remembered once it happened and not when it was only considered. For the loop's thread.</summary>
public sealed class RememberingPolicy(IPolicy inner, PassMemory memory) : IPolicy
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
            memory.Record(credential, input.Direction, input.Now);
        }

        _admitted = null;
    }
}
