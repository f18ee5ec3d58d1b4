using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>Owns one client of the library. Destroying it closes its socket.</summary>
internal sealed class MosquittoHandle : SafeHandle
{
    internal MosquittoHandle(nint client)
        : base(0, ownsHandle: true) => SetHandle(client);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibMosquitto.mosquitto_destroy(handle);
        return true;
    }
}
