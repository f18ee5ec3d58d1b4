using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>Structures and numbers of linux/videodev2.h for single-plane capture; sizes are those of a 64-bit kernel.</summary>
internal static unsafe partial class VideoAbi
{
    internal const nuint QueryCapability = 0x8068_5600;
    internal const nuint SetFormat = 0xC0D0_5605;
    internal const nuint RequestBuffers = 0xC014_5608;
    internal const nuint QueryBuffer = 0xC058_5609;
    internal const nuint Queue = 0xC058_560F;
    internal const nuint Dequeue = 0xC058_5611;
    internal const nuint StreamOn = 0x4004_5612;
    internal const nuint StreamOff = 0x4004_5613;

    internal const uint TypeCapture = 1;
    internal const uint MemoryMapped = 1;
    internal const uint FieldNone = 1;

    /// <summary>V4L2_PIX_FMT_Y16: grey, 16 bits, little-endian.</summary>
    internal const uint Grey16 = 'Y' | ('1' << 8) | ('6' << 16) | ((uint)' ' << 24);

    internal const uint CanCapture = 0x0000_0001;
    internal const uint CanStream = 0x0400_0000;
    internal const uint HasDeviceCapabilities = 0x8000_0000;

    /// <summary>V4L2_BUF_FLAG_ERROR: data may be damaged, the stream goes on.</summary>
    internal const uint FlagError = 0x40;

    /// <summary>PROT_READ; the camera alone writes.</summary>
    internal const int ProtectRead = 1;

    /// <summary>MAP_SHARED.</summary>
    internal const int MapShared = 1;

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(LibraryResolver.LibC, EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);

    /// <summary>struct v4l2_capability.</summary>
    internal struct Capability
    {
        public fixed byte Driver[16];
        public fixed byte Card[32];
        public fixed byte Bus[32];
        public uint Version;
        public uint Capabilities;
        public uint DeviceCapabilities;
        public fixed uint Reserved[3];
    }

    /// <summary>struct v4l2_format with its struct v4l2_pix_format.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    internal struct Format
    {
        [FieldOffset(0)]
        public uint Type;

        [FieldOffset(8)]
        public uint Width;

        [FieldOffset(12)]
        public uint Height;

        [FieldOffset(16)]
        public uint Pixels;

        [FieldOffset(20)]
        public uint Field;

        [FieldOffset(24)]
        public uint BytesPerLine;

        [FieldOffset(28)]
        public uint Bytes;
    }

    /// <summary>struct v4l2_requestbuffers.</summary>
    internal struct BufferRequest
    {
        public uint Count;
        public uint Type;
        public uint Memory;
        public uint Capabilities;
        public uint Flags;
    }

    /// <summary>struct v4l2_buffer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 88)]
    internal struct Buffer
    {
        [FieldOffset(0)]
        public uint Index;

        [FieldOffset(4)]
        public uint Type;

        [FieldOffset(8)]
        public uint BytesUsed;

        [FieldOffset(12)]
        public uint Flags;

        [FieldOffset(56)]
        public uint Sequence;

        [FieldOffset(60)]
        public uint Memory;

        [FieldOffset(64)]
        public uint Offset;

        [FieldOffset(72)]
        public uint Length;
    }
}
