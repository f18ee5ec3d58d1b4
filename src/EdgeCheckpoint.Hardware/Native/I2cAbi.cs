using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>Structures and numbers of linux/i2c.h and linux/i2c-dev.h; sizes are those of a 64-bit kernel.</summary>
internal static unsafe partial class I2cAbi
{
    internal const nuint Slave = 0x0703;
    internal const nuint Functions = 0x0705;
    internal const nuint ReadWrite = 0x0707;
    internal const nuint Smbus = 0x0720;

    /// <summary>I2C_FUNC_I2C: plain transactions of any length.</summary>
    internal const ulong CanTransfer = 0x0000_0001;

    /// <summary>I2C_FUNC_SMBUS_BYTE_DATA, WORD_DATA and I2C_BLOCK, reading and writing.</summary>
    internal const ulong CanSmbus = 0x0018_0000 | 0x0060_0000 | 0x0C00_0000;

    internal const ushort MessageRead = 0x0001;

    internal const int SmbusBlockAtMost = 32;

    /// <summary>I2C_SMBUS_I2C_BLOCK_DATA: as many bytes as asked for, after a command byte.</summary>
    internal const uint SmbusI2cBlock = 8;

    /// <summary>LOCK_EX | LOCK_NB.</summary>
    internal const int LockExclusiveNow = 2 | 4;

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(int descriptor, int operation);

    /// <summary>struct i2c_msg.</summary>
    internal struct Message
    {
        public ushort Address;
        public ushort Flags;
        public ushort Length;
        public byte* Buffer;
    }

    /// <summary>struct i2c_rdwr_ioctl_data.</summary>
    internal struct Transfer
    {
        public Message* Messages;
        public uint Count;
    }

    /// <summary>struct i2c_smbus_ioctl_data.</summary>
    internal struct SmbusTransfer
    {
        public byte Read;
        public byte Command;
        public uint Size;
        public byte* Data;
    }
}
