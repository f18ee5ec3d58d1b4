namespace EdgeCheckpoint.Hardware.Native;

/// <summary>The C library's heap, which decoders, SQLite and the runtime's compiler allocate from.</summary>
public static class NativeHeap
{
    /// <summary>M_ARENA_MAX of malloc.h.</summary>
    private const int ArenaMax = -8;

    /// <summary>Lets all threads share two arenas instead of keeping one each: spares a small process its halves of many. Call it first of all.</summary>
    /// <returns>False where the C library has no arenas, as musl.</returns>
    public static bool ShareArenas()
    {
        try
        {
            return Libc.MallocOption(ArenaMax, 2) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
}
