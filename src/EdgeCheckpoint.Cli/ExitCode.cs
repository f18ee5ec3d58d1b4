namespace EdgeCheckpoint.Cli;

/// <summary>What a verb tells the shell; the same for all verbs.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The verb ran, and its answer is no: not valid, not equal, not found.</summary>
    public const int No = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>sysexits.h EX_NOINPUT: an input file is absent or unreadable.</summary>
    public const int NoInput = 66;

    /// <summary>sysexits.h EX_UNAVAILABLE: a service or a port that the verb needs is not to be had.</summary>
    public const int Unavailable = 69;

    /// <summary>sysexits.h EX_SOFTWARE: a fault of the program itself.</summary>
    public const int Software = 70;

    /// <summary>sysexits.h EX_IOERR.</summary>
    public const int Io = 74;

    /// <summary>sysexits.h EX_CONFIG: a configuration or policy file is wrong.</summary>
    public const int Config = 78;

    /// <summary>Asked to end before its answer was there: 128 and the number of SIGINT, as shells say it.</summary>
    public const int Interrupted = 130;
}
