using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>A vehicle at the lane: its people one after another as anybody on foot, then one decision about all of them.</summary>
public sealed partial class CheckpointMachine
{
    /// <summary>Whether what is told of a vehicle can be taken now.</summary>
    private bool TakesVehicle => _options.Vehicles && State is MachineState.Idle or MachineState.Encounter or MachineState.Vehicle;

    private void OnPlate(PlateTold told) => Visit(told.At).TypedPlate = told.Plate;

    private void OnOccupants(OccupantsTold told)
    {
        VehicleVisit visit = Visit(told.At);
        int atLeast = visit.Seen.Count + (_encounter is { Credential: not null } ? 1 : 0);
        int people = Math.Max(told.People ?? 0, atLeast);
        if (people is < 1 or > VehicleVisit.MostPeople)
        {
            return;
        }

        visit.Told = people;
        if (visit.Seen.Count == people)
        {
            // Whoever stands there has been seen: the driver who tells it.
            SetAside(visit, told.At);
        }
    }

    /// <summary>A freight pass belongs to the vehicle: it is taken at any moment, and stands for nobody in it.</summary>
    private bool TakePass(CodePresented presented)
    {
        bool isPass = DistrictPass.Is(presented.Credential, PassKind.Freight);
        if (isPass)
        {
            Visit(presented.At).Pass = presented.Credential;
        }

        return isPass;
    }

    /// <summary>The vehicle being served; one that was not known of yet has come now.</summary>
    private VehicleVisit Visit(MonotonicInstant at)
    {
        if (State == MachineState.Idle)
        {
            Enter(MachineState.Vehicle, at);
        }

        return _visit ??= new VehicleVisit(at);
    }

    /// <summary>Between two of its people.</summary>
    private void AdvanceVisit(VehicleVisit visit, MonotonicInstant at, IList<MachineEffect> effects)
    {
        visit.NeedsRoom &= !HasMadeRoom(at);
        if (visit.IsComplete(_options))
        {
            Conclude(_decider.Decide(visit, GateFault(), Moment(at)), at, effects);
        }
        else
        {
            GiveUpLate(visit, at, effects);
        }
    }

    private void AdvanceOccupant(
        VehicleVisit visit, Encounter encounter, Ending ending, IReadOnlyList<string> findings, MonotonicInstant at, IList<MachineEffect> effects)
    {
        switch (ending)
        {
            case Ending.Ready:
                visit.Add(encounter, at);
                _held.EndTurn(refused: false);
                _encounter = null;
                Enter(MachineState.Vehicle, at);
                AdvanceVisit(visit, at, effects);
                break;
            case Ending.Hindered:
                Conclude(_decider.Decide(visit, findings, Moment(at)), at, effects);
                break;
            case Ending.Left when visit.IsUntouched:
                Leave(encounter, at, effects);
                break;
            case Ending.Late or Ending.Left:
                SetAside(visit, at);
                break;
            default:
                GiveUpLate(visit, at, effects);
                break;
        }
    }

    /// <summary>Whoever stands there is not the next of its people, or not yet.</summary>
    private void SetAside(VehicleVisit visit, MonotonicInstant at)
    {
        if (_encounter is { } encounter)
        {
            visit.SetAside(encounter);
            _held.EndTurn(refused: false);
            _encounter = null;
        }

        visit.NeedsRoom = true;
        Enter(MachineState.Vehicle, at);
    }

    /// <summary>A vehicle of which nothing more comes cannot be judged; one before whose place nobody was for long has left, and its people serve no other.</summary>
    private void GiveUpLate(VehicleVisit visit, MonotonicInstant at, IList<MachineEffect> effects)
    {
        bool hasGone = _emptySince is { } since && IsOver(since > visit.ProgressAt ? since : visit.ProgressAt, _options.VehicleGoneSeconds, at) && !SomebodyIsNear;
        if (hasGone || IsOver(visit.ProgressAt, _options.VehicleTimeoutSeconds, at) || visit.Seen.Count > VehicleVisit.MostPeople)
        {
            GiveUp(visit, at, effects);
        }
    }

    private void GiveUp(VehicleVisit visit, MonotonicInstant at, IList<MachineEffect> effects)
    {
        if (_encounter is { } last)
        {
            visit.SetAside(last);
        }

        if (visit.HasBegun)
        {
            Conclude(_decider.Decide(visit, visit.IncompleteBecause, Moment(at)), at, effects);
        }
        else
        {
            Rest(at);
        }
    }

    private ScreenView ViewOf(VehicleVisit visit, MonotonicInstant at)
    {
        Prompt[] prompts =
            visit.Told is null && visit.Seen.Count > 0 ? [Prompt.TellPeople, Prompt.NextOccupant]
            : visit.Told is { } told && visit.Seen.Count >= told ? [Prompt.TellPlate]
            : [Prompt.NextOccupant];
        return new ScreenView
        {
            Page = ScreenPage.Vehicle,
            Prompts = prompts,
            Vehicle = Progress(visit),
            SecondsLeft = SecondsLeft(visit.ProgressAt, _options.VehicleTimeoutSeconds, at),
        };
    }

    private static VehicleView Progress(VehicleVisit visit) => new(visit.Seen.Count, visit.Told, visit.Plate is not null);
}
