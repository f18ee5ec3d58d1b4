using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The kernel's terminals: asm-generic/termbits.h, which x86-64 and arm64 share. Not the C library's structure of the same name.</summary>
internal static unsafe class TerminalAbi
{
    internal const uint Set = 0x5402;

    /// <summary>CS8 | CREAD | CLOCAL: eight bits, receiver on, modem lines ignored.</summary>
    internal const uint EightBits = 0x30 | 0x80 | 0x800;

    /// <summary>struct termios.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Termios
    {
        internal uint Input;
        internal uint Output;
        internal uint Control;
        internal uint Local;
        internal byte Line;
        internal fixed byte Characters[19];
    }

    /// <summary>The kernel's code for a speed; 0 where it has none.</summary>
    internal static uint Speed(int baud) => baud switch
    {
        9600 => 0x0D,
        19200 => 0x0E,
        38400 => 0x0F,
        57600 => 0x1001,
        115200 => 0x1002,
        _ => 0,
    };

    /// <summary>Bytes as they come: no echo, no line editing, no translation, no signals.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int SetRaw(FileDescriptor terminal, int baud)
    {
        Termios settings = new() { Control = EightBits | Speed(baud) };
        return terminal.Control(Set, &settings, out int errno) < 0 ? errno : 0;
    }
}
