using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Hardware.Native.Vision;

/// <summary>Finds libcheckpoint_vision.so: beside the assemblies, in <c>build/native</c> of the checkout, in <c>/usr/lib/edge-checkpoint</c>.</summary>
public static class VisionLibrary
{
    /// <summary>Release of zxing-cpp the library was built against.</summary>
    public static unsafe string ZxingVersion
    {
        get
        {
            Check();
            return Marshal.PtrToStringUTF8((nint)VisionNative.ZxingVersion()) ?? "";
        }
    }

    /// <exception cref="DllNotFoundException">It is absent; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">It is of another release.</exception>
    internal static void Check()
    {
        int abi;
        try
        {
            abi = VisionNative.GetAbi();
        }
        catch (DllNotFoundException absent)
        {
            throw new DllNotFoundException(
                $"{VisionNative.Library} is in none of {string.Join(", ", Folders())}. "
                + "Build it (cmake -S src/native -B build/native && cmake --build build/native; it needs g++, cmake and libzxing-dev) or install it there.",
                absent);
        }

        if (abi != VisionNative.Abi)
        {
            throw new InvalidOperationException(
                $"{VisionNative.Library} has ABI {abi} and this program needs {VisionNative.Abi}: build or install both from the same release.");
        }
    }

    /// <summary>Zero where no folder has it.</summary>
    internal static nint Find()
    {
        foreach (string folder in Folders())
        {
            if (NativeLibrary.TryLoad(Path.Combine(folder, VisionNative.Library), out nint library))
            {
                return library;
            }
        }

        return 0;
    }

    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "EdgeCheckpoint.sln")))
            {
                yield return Path.Combine(folder, "build", "native");
            }
        }

        yield return "/usr/lib/edge-checkpoint";
    }
}
