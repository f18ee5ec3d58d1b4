using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Ties a decision to its journalled event, so that an admission is remembered once it happened and not when it was only considered. For the loop's thread.</summary>
/// <param name="zone">Time zone of the site: quotas count local days.</param>
public sealed class RememberingPolicy(IPolicy inner, PassMemory memory, TimeZoneInfo zone) : IPolicy
{
    /// <summary>Inputs of the newest decision that passed; of a vehicle one for each code in it, all of the same instant.</summary>
    private readonly List<PolicyInput> _admitted = [];

    public string Version => inner.Version;

    public PolicyDecision Evaluate(PolicyInput input)
    {
        PolicyDecision decision = inner.Evaluate(input);
        if (_admitted is [var earlier, ..] && earlier.Now != input.Now)
        {
            _admitted.Clear();
        }

        if (decision.Verdict == Verdict.Pass)
        {
            _admitted.Add(input);
        }

        return decision;
    }

    /// <summary>An event is durable; a pass is remembered.</summary>
    public void Recorded(CheckpointEvent data)
    {
        if (data is not ScanEvent scan)
        {
            return;
        }

        if (scan.Verdict == Verdict.Pass)
        {
            foreach (PolicyInput input in _admitted.Where(static i => i.Credential is not null))
            {
                memory.Record(input.Credential!, input.Direction, new VerificationTime(TimeZoneInfo.ConvertTime(input.Now, zone), input.Clock));
            }
        }

        _admitted.Clear();
    }
}
