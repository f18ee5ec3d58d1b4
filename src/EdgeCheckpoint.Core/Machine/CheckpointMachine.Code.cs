using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>A code was shown: for whom it counts, and a staff badge after a refusal.</summary>
public sealed partial class CheckpointMachine
{
    /// <summary>Readers tell a code that is held before them again within this time, a picture missed now and then included.</summary>
    private const double HeldSeconds = 2;

    private readonly HeldCodes _held = new();

    private void OnCode(CodePresented presented, IList<MachineEffect> effects)
    {
        CodeStanding standing = _held.See(presented, Math.Max(HeldSeconds, _options.GoneAfterSeconds));
        if (presented.Aside)
        {
            return;
        }

        switch (State)
        {
            case MachineState.ShowVerdict or MachineState.CoolDown when standing == CodeStanding.New && Overrides(presented.Credential):
                _held.Take(presented);
                Conclude(new Judgement(_decider.Override(presented.Credential), NoTexts), presented.At, effects);
                break;
            case MachineState.Encounter or MachineState.Vehicle when standing is CodeStanding.HadTurn or CodeStanding.Refused:
                _encounter?.Decline(standing == CodeStanding.Refused ? presented.Credential : null, presented.At);
                break;
            case MachineState.Idle when standing != CodeStanding.New:
                // Nobody is seen with it: a code left lying there is one encounter, not one a second.
                break;
            case MachineState.Idle or MachineState.Encounter or MachineState.Vehicle:
                Take(presented);
                break;
        }
    }

    private void Take(CodePresented presented)
    {
        if (_options.Vehicles && TakePass(presented))
        {
            _held.Take(presented);
            return;
        }

        if (_visit is not { NeedsRoom: true })
        {
            Sense(presented.At);
            Greet(presented.At);
        }

        if (_visit?.HasShown(presented.Credential) ?? false)
        {
            _encounter?.Decline(null, presented.At);
        }
        else if (_encounter is { CrowdedSince: null } encounter)
        {
            encounter.Take(presented.Credential, presented.At);
            _held.Take(presented);
        }
    }

    /// <summary>
    /// Whether a staff badge opens after this refusal. Nobody lets themselves through, nobody is sent through a lost gate,
    /// and what a lockdown keeps out only its policy or a command lets in.
    /// </summary>
    private bool Overrides(CredentialResult badge) =>
        _options.StaffOverride && Mode != KioskMode.Lockdown && GateFault().Count == 0
        && badge.IsValid && DistrictPass.Is(badge, PassKind.Staff)
        && _outcome is { Verdict: not Verdict.Pass } refusal && !refusal.People.Any(person => person.HasShown(badge));
}
