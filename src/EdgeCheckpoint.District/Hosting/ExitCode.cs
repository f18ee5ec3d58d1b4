namespace EdgeCheckpoint.District.Hosting;

/// <summary>What the program tells its supervisor (sysexits.h).</summary>
internal static class ExitCode
{
    internal const int Ok = 0;

    /// <summary>EX_UNAVAILABLE: the page's port is taken.</summary>
    internal const int Unavailable = 69;

    /// <summary>EX_IOERR: the store cannot be opened.</summary>
    internal const int Io = 74;

    /// <summary>EX_CONFIG: options or configuration are wrong.</summary>
    internal const int Config = 78;
}
