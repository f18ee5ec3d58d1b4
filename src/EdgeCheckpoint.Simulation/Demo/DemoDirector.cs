using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>What the screen said of one person.</summary>
/// <param name="Verdict">Null when no verdict was shown.</param>
/// <param name="Took">From the first sight of the person to the verdict.</param>
public sealed record Performance(CastMember Member, string? Verdict, IReadOnlyList<string> Reasons, TimeSpan Took)
{
    /// <summary>Whether screen and store say what was due. Nobody is there any more to be shown the verdict on somebody who left.</summary>
    public bool IsRight(StoredLine? stored) =>
        stored is not null && IsDue(stored.Verdict, stored.Reasons)
        && (Member.LeavesEarly ? Verdict is null : IsDue(Verdict, Reasons));

    private bool IsDue(string? verdict, IReadOnlyList<string> reasons) =>
        verdict == Words.Of(Member.Expected) && (Member.Reason.Length == 0 ? reasons.Count == 0 : reasons.Count > 0 && reasons[0] == Member.Reason);
}

/// <summary>Sends people through the kiosk, one after the other, and notes what its screen says.</summary>
public sealed class DemoDirector(DemoSite site, ScreenListener screen, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private bool _sensorPlugged = true;

    public async Task<Performance> PlayAsync(CastMember member, CancellationToken cancellationToken)
    {
        await HappenAsync(member.Before, cancellationToken);
        await screen.WaitAsync(Rests, Patience, cancellationToken);

        string code = site.Wallet.Text(member.Code);
        long enteredAt = time.GetTimestamp();
        if (member.CodeFirst)
        {
            site.Hold(code);
            await PauseAsync(0.6, cancellationToken);
        }

        site.Stage(new StagedSite { People = member.People, SensorPlugged = _sensorPlugged, Passage = member.Passage });
        if (!member.CodeFirst)
        {
            await PauseAsync(0.7, cancellationToken);
            site.Hold(code);
        }

        if (member.LeavesEarly)
        {
            await screen.WaitAsync(static v => v.Page == "read-code", Patience, cancellationToken);
            Clear();
        }

        ShownView? shown = await screen.WaitAsync(v => v.Verdict is not null || (member.LeavesEarly && Rests(v)), Patience, cancellationToken);
        TimeSpan took = time.GetElapsedTime(enteredAt);
        await PauseAsync(0.4, cancellationToken);
        Clear();
        await screen.WaitAsync(static v => v.Verdict is null, Patience, cancellationToken);
        return new Performance(member, shown?.Verdict, shown?.Reasons ?? [], took);
    }

    /// <summary>Everybody leaves and takes the code along.</summary>
    private void Clear()
    {
        site.Hold("");
        site.Stage(new StagedSite { SensorPlugged = _sensorPlugged });
    }

    private bool Rests(ShownView view) => view.Page == (_sensorPlugged ? "idle" : "out-of-service");

    private async Task HappenAsync(Incident incident, CancellationToken cancellationToken)
    {
        switch (incident)
        {
            case Incident.SensorUnplugged or Incident.SensorPlugged:
                _sensorPlugged = incident == Incident.SensorPlugged;
                Clear();
                break;
            case Incident.BrokerKilled:
                await site.Broker.KillAsync();
                site.Broker.DeleteDatabase();
                break;
            case Incident.BrokerStarted:
                await site.Broker.RestartAsync(cancellationToken);
                break;
        }
    }

    private Task PauseAsync(double seconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken);
}
