using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.I2c;

/// <summary>The state file of hardware/lab/i2c_emulator.c: struct bus.</summary>
internal sealed class EmulatedBus : IDisposable
{
    public const int Number = 1;
    /// <summary>A bus has one owner, so the classes that open it run one after another.</summary>
    public const string Collection = "emulated I2C bus";

    public const string StateVariable = "ECP_LAB_I2C";

    private const int HeaderBytes = 24;
    private const int Clock = 16;
    private const int Chips = 4;
    private const uint Magic = 0x32494345;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private EmulatedTime? _time;

    private EmulatedBus(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
    }

    /// <summary>Set in a process that has the emulator preloaded.</summary>
    public static string? StateFile => Environment.GetEnvironmentVariable(StateVariable);

    public static void Create(string path, ulong functions)
    {
        using FileStream stream = File.Create(path);
        stream.SetLength(HeaderBytes + (Chips * EmulatedChip.Bytes));
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Number);
        writer.Write((uint)functions);
        writer.Write(Chips);
        writer.Write(Nanoseconds(TimeSpan.FromTicks(1)));
    }

    /// <summary>Opens the state file, and has the C library looked up where the preloaded emulator stands first.</summary>
    public static EmulatedBus Attach(string path)
    {
        LibraryResolver.CLibrary = NativeLibrary.GetMainProgramHandle();
        return Open(path);
    }

    /// <summary>Opens the state file to look into it.</summary>
    public static EmulatedBus Open(string path) => new(MemoryMappedFile.CreateFromFile(
        new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false));

    public EmulatedChip Chip(int index) => new(_view, HeaderBytes + (index * EmulatedChip.Bytes));

    public void SetFunctions(ulong functions) => _view.Write(8, (uint)functions);

    /// <summary>The clock the chips live on; it stands still unless somebody waits or a transfer takes time.</summary>
    public TimeProvider Time => _time ??= new EmulatedTime(_view);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private sealed class EmulatedTime(MemoryMappedViewAccessor view) : WaitDrivenTime
    {
        public override long GetTimestamp() => view.ReadInt64(Clock) / TimeSpan.NanosecondsPerTick;

        public override void Pass(TimeSpan duration) => view.Write(Clock, view.ReadInt64(Clock) + Nanoseconds(duration));
    }
}

/// <summary>One struct chip of the state file.</summary>
internal readonly struct EmulatedChip(MemoryMappedViewAccessor view, int start)
{
    private const int Memory = 76;
    private const int MemoryBytes = 131072;
    private const int RamBytes = 1664;
    private const int SubPages = 8;

    public const int Bytes = Memory + MemoryBytes + (SubPages * RamBytes);

    public uint Transfers => view.ReadUInt32(start + 24);

    /// <summary>An MLX90640 that has just been powered.</summary>
    public void Reset(int address, ushort[] eeprom, IReadOnlyList<RecordedSubPage> subPages)
    {
        Reset(address, addressBytes: 2);
        for (int i = 0; i < eeprom.Length; i++)
        {
            SetWord((ushort)(0x2400 + i), eeprom[i]);
        }

        SetWord(0x800D, 0x1901);
        for (int i = 0; i < subPages.Count; i++)
        {
            Write(36 + (4 * i), (uint)subPages[i].SubPage);
            for (int k = 0; k < subPages[i].Ram.Length; k++)
            {
                view.Write(start + Memory + MemoryBytes + (i * RamBytes) + (2 * k), Swap(subPages[i].Ram[k]));
            }
        }

        Write(28, (uint)subPages.Count);
    }

    /// <summary>A chip with empty registers, and nothing the matter with it.</summary>
    /// <param name="registerBytes">From one register to the next; 3 for words with their code.</param>
    public void Reset(int address, int addressBytes, int registerBytes = 1)
    {
        uint transfers = Transfers;
        view.WriteArray(start, new byte[Bytes], 0, Bytes);
        Write(24, transfers);
        Write(4, (uint)address);
        Write(8, (uint)addressBytes);
        Write(72, (uint)registerBytes);
        Write(0, 1);
    }

    public void FailNext(int transfers, BusFault fault) => FailNextWith(
        fault switch { BusFault.AddressNack => 6, BusFault.DataNack => 121, BusFault.ArbitrationLost => 11, BusFault.Timeout => 110, _ => 5u },
        transfers == int.MaxValue ? uint.MaxValue : (uint)transfers);

    public void FailNextWith(uint errno, uint transfers = 1)
    {
        Write(12, errno);
        Write(16, transfers);
    }

    public void Plug(bool plugged)
    {
        BrownOut();
        Write(0, plugged ? 1u : 0);
    }

    public void BrownOut() => Write(68, view.ReadUInt32(start + 68) + 1);

    public void Freeze(bool frozen) => Write(32, frozen ? 1u : 0);

    public void Delay(int microseconds) => Write(20, (uint)microseconds);

    public void SetWord(ushort address, ushort word) => view.Write(start + Memory + (2 * address), Swap(word));

    public void SetByte(int address, byte value) => view.Write(start + Memory + address, value);

    private void Write(int offset, uint value) => view.Write(start + offset, value);

    private static ushort Swap(ushort word) => (ushort)((word << 8) | (word >> 8));
}
