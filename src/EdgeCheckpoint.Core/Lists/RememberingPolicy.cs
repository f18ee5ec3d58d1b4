using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Ties a decision to its journalled events, so that an admission is remembered once somebody went through the gate, or nobody could see whether they did, and not when it was only considered or the person turned back. For the loop's thread.</summary>
/// <param name="zone">Time zone of the site: quotas count local days.</param>
public sealed class RememberingPolicy(IPolicy inner, PassMemory memory, TimeZoneInfo zone) : IPolicy
{
    /// <summary>Inputs of the newest decision that passed; of a vehicle one for each code in it, all of the same instant.</summary>
    private readonly List<PolicyInput> _admitted = [];

    /// <summary>The same of whoever was told to pass and has not been seen to.</summary>
    private readonly List<PolicyInput> _passing = [];

    private long _scan;

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

    /// <summary>An event is durable; whoever was told to pass is remembered when the gate's event says so.</summary>
    public void Recorded(EventKey key, CheckpointEvent data)
    {
        if (data is ScanEvent scan)
        {
            _passing.Clear();
            _scan = key.Sequence;
            if (scan.Verdict == Verdict.Pass)
            {
                _passing.AddRange(_admitted.Where(static i => i.Credential is not null));
            }

            _admitted.Clear();
        }
        else if (data is GateEvent gate && gate.Scan == _scan && MayHaveGone(gate))
        {
            foreach (PolicyInput input in _passing)
            {
                memory.Record(input.Credential!, input.Direction, new VerificationTime(TimeZoneInfo.ConvertTime(input.Now, zone), input.Clock));
            }

            _passing.Clear();
        }
    }

    /// <summary>Whoever was before a gate that shut because something failed may not have gone: should they have, the gate says so later.</summary>
    private static bool MayHaveGone(GateEvent gate) => gate is { Action: "passed" } or { Action: "unknown", Cause: not ("fault" or "emergency") };
}
