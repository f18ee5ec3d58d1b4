using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>Rules whose answers are recorded beside the input that made the machine ask. For the loop's thread.</summary>
public sealed class RecordingPolicy(IPolicy inner, InputJournal journal) : IPolicy
{
    public string Version => inner.Version;

    public PolicyDecision Evaluate(PolicyInput input)
    {
        PolicyDecision decision = inner.Evaluate(input);
        journal.Answered(decision);
        return decision;
    }
}
