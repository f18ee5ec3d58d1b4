using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>What the pumps know of their devices, for screen, health and district. Each value has one writer.</summary>
internal sealed class SensorStates
{
    private volatile DeviceState _thermal;
    private volatile LinkState _network;

    public DeviceState Thermal
    {
        get => _thermal;
        set => _thermal = value;
    }

    public LinkState Network
    {
        get => _network;
        set => _network = value;
    }
}
