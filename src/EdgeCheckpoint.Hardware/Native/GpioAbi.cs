using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The kernel's GPIO character device, version 2: linux/gpio.h. Since Linux 5.10; structures are alike on 32 and 64 bits.</summary>
internal static unsafe class GpioAbi
{
    internal const int MaximumLines = 64;
    internal const int NameBytes = 32;

    internal const ulong Used = 1 << 0;
    internal const ulong ActiveLow = 1 << 1;
    internal const ulong Input = 1 << 2;
    internal const ulong Output = 1 << 3;
    internal const ulong EdgeRising = 1 << 4;
    internal const ulong EdgeFalling = 1 << 5;
    internal const ulong PullUp = 1 << 8;
    internal const ulong PullDown = 1 << 9;
    internal const ulong BiasDisabled = 1 << 10;

    internal const uint AttributeFlags = 1;
    internal const uint AttributeOutputValues = 2;
    internal const uint AttributeDebounce = 3;

    internal const uint RisingEdge = 1;

    internal static readonly nuint GetChipInfo = Request(2, 0x01, sizeof(ChipInfo));
    internal static readonly nuint GetLineInfo = Request(3, 0x05, sizeof(LineInfo));
    internal static readonly nuint GetLine = Request(3, 0x07, sizeof(LineRequest));
    internal static readonly nuint GetValues = Request(3, 0x0E, sizeof(LineValues));
    internal static readonly nuint SetValues = Request(3, 0x0F, sizeof(LineValues));

    /// <summary>The number of a request as asm-generic/ioctl.h builds it: direction, size, type 0xB4, number.</summary>
    private static nuint Request(uint direction, uint number, int size) => (direction << 30) | ((uint)size << 16) | (0xB4u << 8) | number;

    /// <summary>struct gpiochip_info.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ChipInfo
    {
        internal fixed byte Name[NameBytes];
        internal fixed byte Label[NameBytes];
        internal uint Lines;
    }

    /// <summary>struct gpio_v2_line_attribute and its mask: struct gpio_v2_line_config_attribute.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ConfigAttribute
    {
        internal uint Id;
        private readonly uint _padding;

        /// <summary>Flags, output values, or microseconds of debounce.</summary>
        internal ulong Value;
        internal ulong Mask;
    }

    [InlineArray(10)]
    internal struct ConfigAttributes
    {
        private ConfigAttribute _first;
    }

    /// <summary>struct gpio_v2_line_config.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineConfig
    {
        internal ulong Flags;
        internal uint AttributeCount;
        private fixed uint _padding[5];
        internal ConfigAttributes Attributes;
    }

    /// <summary>struct gpio_v2_line_request.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineRequest
    {
        internal fixed uint Offsets[MaximumLines];
        internal fixed byte Consumer[NameBytes];
        internal LineConfig Config;
        internal uint LineCount;
        internal uint EventBufferSize;
        private fixed uint _padding[5];
        internal int Descriptor;
    }

    /// <summary>struct gpio_v2_line_values.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineValues
    {
        internal ulong Bits;
        internal ulong Mask;
    }

    /// <summary>struct gpio_v2_line_info.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineInfo
    {
        internal fixed byte Name[NameBytes];
        internal fixed byte Consumer[NameBytes];
        internal uint Offset;
        internal uint AttributeCount;
        internal ulong Flags;
        private fixed ulong _attributes[20];
        private fixed uint _padding[4];
    }

    /// <summary>struct gpio_v2_line_event; read from the line request's descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineEvent
    {
        internal ulong Nanoseconds;
        internal uint Id;
        internal uint Offset;
        internal uint Sequence;
        internal uint LineSequence;
        private fixed uint _padding[6];
    }
}
