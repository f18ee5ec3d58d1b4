using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Screen;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>What the pumps know of their devices, for screen, health and district. Thread-safe.</summary>
internal sealed class SensorStates
{
    private volatile DeviceState _thermal;
    private volatile LinkState _network;
    private volatile OutputFault _gate;

    public DeviceState Thermal
    {
        get => _thermal;
        set => _thermal = value;
    }

    /// <summary>Why the gate did not do what it was told last; None when it did.</summary>
    public OutputFault Gate
    {
        get => _gate;
        set => _gate = value;
    }

    public LinkState Network
    {
        get => _network;
        set => _network = value;
    }
}
