using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Kiosk.Loop;

/// <summary>What drivers, staff and plate readers tell of the vehicle at the lane, on its way to the loop.</summary>
/// <param name="open">Whether vehicles come to this lane at all; where none do, nothing can be told.</param>
/// <param name="tell">Where it goes, with room waited for.</param>
internal sealed class VehicleDesk(bool open, Func<MachineInput, CancellationToken, ValueTask> tell, TimeProvider time)
{
    public bool IsOpen => open;

    /// <returns>False for what is no number plate, or no lane for vehicles.</returns>
    public async ValueTask<bool> TellPlateAsync(string text, CancellationToken cancellationToken)
    {
        if (!IsOpen || !NumberPlate.TryRead(text, out string? plate))
        {
            return false;
        }

        await tell(new PlateTold(MonotonicInstant.Now(time), plate), cancellationToken);
        return true;
    }

    /// <param name="people">Null: everybody has been seen.</param>
    public async ValueTask<bool> TellPeopleAsync(int? people, CancellationToken cancellationToken)
    {
        if (!IsOpen || people < 1)
        {
            return false;
        }

        await tell(new OccupantsTold(MonotonicInstant.Now(time), people), cancellationToken);
        return true;
    }
}
