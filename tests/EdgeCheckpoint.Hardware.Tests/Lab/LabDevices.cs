using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Lab;

/// <summary>The devices of hardware/lab/devices, compiled and put in front of the C library of this test process.</summary>
/// <remarks>They are one set for the whole process: tests that use them share the collection <see cref="Collection"/>.</remarks>
internal static unsafe class LabDevices
{
    public const string Collection = "lab devices";

    public const string Chip = "/dev/gpiochip-lab";
    public const string Watchdog = "/dev/watchdog-lab";
    public const string Keyboard = "/dev/input/event-lab";
    public const string Video = "/dev/video-lab";

    /// <summary>The fourcc of 16-bit grey pixels.</summary>
    public const uint Grey16 = 0x2036_3159;

    private static nint _library;
    private static string _problem = "the lab was not built";

    /// <summary>The library, to be preloaded into another process.</summary>
    public static string LibraryPath { get; } = Path.Combine(AppContext.BaseDirectory, "liblabdevices.so");

    [ModuleInitializer]
    internal static void PutInFront()
    {
        if (Build() is { } problem)
        {
            _problem = problem;
            return;
        }

        _library = NativeLibrary.Load(LibraryPath);
        LibraryResolver.CLibrary = _library;
    }

    public static void StartGpio(int lines, string wires)
    {
        nint path = Marshal.StringToCoTaskMemUTF8(Chip);
        nint list = Marshal.StringToCoTaskMemUTF8(wires);
        ((delegate* unmanaged<nint, int, nint, void>)Export("lab_gpio_start"))(path, lines, list);
        Marshal.FreeCoTaskMem(path);
        Marshal.FreeCoTaskMem(list);
    }

    public static void DriveGpio(int line, bool? high) =>
        ((delegate* unmanaged<int, int, void>)Export("lab_gpio_drive"))(line, high is { } level ? (level ? 1 : 0) : -1);

    public static bool GpioVoltage(int line) => ((delegate* unmanaged<int, int>)Export("lab_gpio_voltage"))(line) != 0;

    /// <param name="errno">0 heals it.</param>
    public static void FailGpio(int errno) => ((delegate* unmanaged<int, void>)Export("lab_gpio_fail"))(errno);

    public static void StartWatchdog(string diary, bool expired)
    {
        nint path = Marshal.StringToCoTaskMemUTF8(Watchdog);
        nint file = Marshal.StringToCoTaskMemUTF8(diary);
        ((delegate* unmanaged<nint, nint, int, void>)Export("lab_watchdog_start"))(path, file, expired ? 1 : 0);
        Marshal.FreeCoTaskMem(path);
        Marshal.FreeCoTaskMem(file);
    }

    public static void StartKeyboard(string fifo)
    {
        nint path = Marshal.StringToCoTaskMemUTF8(Keyboard);
        nint source = Marshal.StringToCoTaskMemUTF8(fifo);
        ((delegate* unmanaged<nint, nint, void>)Export("lab_keyboard_start"))(path, source);
        Marshal.FreeCoTaskMem(path);
        Marshal.FreeCoTaskMem(source);
    }

    public static bool KeyboardGrabbed => ((delegate* unmanaged<int>)Export("lab_keyboard_grabbed"))() != 0;

    /// <param name="film">Frames one after another, served at a Lepton's pace; null: pictures are pushed.</param>
    public static void StartVideo(string? film, int rows = 120, uint format = Grey16)
    {
        nint path = Marshal.StringToCoTaskMemUTF8(Video);
        nint file = Marshal.StringToCoTaskMemUTF8(film);
        ((delegate* unmanaged<nint, nint, uint, uint, uint, void>)Export("lab_video_start"))(path, file, 160, (uint)rows, format);
        Marshal.FreeCoTaskMem(path);
        Marshal.FreeCoTaskMem(file);
    }

    public static void PushVideo(ReadOnlySpan<ushort> words)
    {
        fixed (ushort* first = words)
        {
            ((delegate* unmanaged<ushort*, uint, void>)Export("lab_video_push"))(first, (uint)(2 * words.Length));
        }
    }

    /// <param name="left">How many calls of this request fail; -1: all.</param>
    public static void FailVideo(uint request, int errno, int left) =>
        ((delegate* unmanaged<nuint, int, int, void>)Export("lab_video_fail"))(request, errno, left);

    /// <summary>The next pictures are marked as damaged, or cut in half.</summary>
    public static void DamageVideo(int marked, int cut) => ((delegate* unmanaged<uint, uint, void>)Export("lab_video_damage"))((uint)marked, (uint)cut);

    public static void SetVideo(bool plugged, bool taken, bool silent) =>
        ((delegate* unmanaged<int, int, int, void>)Export("lab_video_knobs"))(plugged ? 1 : 0, taken ? 1 : 0, silent ? 1 : 0);

    private static nint Export(string name) =>
        _library != 0 ? NativeLibrary.GetExport(_library, name) : throw new InvalidOperationException($"{_problem}; ./test.sh installs what it needs (g++)");

    /// <returns>Null when the library is there and newer than its sources.</returns>
    private static string? Build()
    {
        string sources = Path.Combine(Repository.Root, "hardware", "lab", "devices");
        DateTime newest = Directory.EnumerateFiles(sources).Max(File.GetLastWriteTimeUtc);
        if (File.Exists(LibraryPath) && File.GetLastWriteTimeUtc(LibraryPath) > newest)
        {
            return null;
        }

        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("gcc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-o", $"{LibraryPath}.new", .. Directory.EnumerateFiles(sources, "*.c"), "-lpthread"]) { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
            {
                return errors;
            }

            File.Move($"{LibraryPath}.new", LibraryPath, overwrite: true);
            return null;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"gcc cannot be started: {e.Message}";
        }
    }
}

[CollectionDefinition(LabDevices.Collection)]
public sealed class LabDevicesCollection;
