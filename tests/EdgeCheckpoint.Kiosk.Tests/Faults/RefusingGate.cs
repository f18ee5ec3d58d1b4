using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A gate whose relay may be stuck.</summary>
internal sealed class RefusingGate(IGate gate) : IGate
{
    public volatile bool Refuses;

    /// <summary>The next opening only.</summary>
    public volatile bool RefusesOnce;

    public GatePosition Position => gate.Position;

    public OutputFault Open()
    {
        bool refuses = Refuses || RefusesOnce;
        RefusesOnce = false;
        return refuses ? OutputFault.Failed : gate.Open();
    }

    public OutputFault Bar() => Refuses ? OutputFault.Failed : gate.Bar();

    public OutputFault Release() => Refuses ? OutputFault.Failed : gate.Release();

    public void Dispose() => gate.Dispose();
}
