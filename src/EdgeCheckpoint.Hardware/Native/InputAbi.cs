using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The kernel's input devices: linux/input.h. The time of an event is two machine words.</summary>
internal static class InputAbi
{
    internal const ushort TypeSynchronize = 0;
    internal const ushort TypeKey = 1;

    /// <summary>SYN_DROPPED: the kernel's buffer overflowed and events are missing.</summary>
    internal const ushort Dropped = 3;

    /// <summary>EVIOCGRAB: while it is grabbed, what the device types reaches nobody else.</summary>
    internal const uint Grab = 0x40044590;

    /// <summary>struct input_event.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct InputEvent
    {
        internal nint Seconds;
        internal nint Microseconds;
        internal ushort Type;
        internal ushort Code;

        /// <summary>Of keys: 0 released, 1 pressed, 2 repeated.</summary>
        internal int Value;
    }
}
