namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>A scanner as the kiosk's settings describe it.</summary>
public sealed record ScannerOptions
{
    public const string Section = "scanner";

    /// <summary>How the scanner speaks.</summary>
    public ScannerKind Kind { get; init; } = ScannerKind.None;

    /// <summary>Its device: below <c>/dev/input/by-id</c> or <c>/dev/serial/by-id</c>, so that it is found again in any socket.</summary>
    public string Device { get; init; } = "";

    /// <summary>Serial only: 9600, 19200, 38400, 57600 or 115200. USB ones ignore it.</summary>
    public int Baud { get; init; } = 9600;

    /// <summary>A pause so long, milliseconds, 50 to 5000, ends what was begun.</summary>
    public int PauseMilliseconds { get; init; } = 500;

    /// <summary>Whether that pause completes the code, for scanners that send no terminator; otherwise what was begun is thrown away.</summary>
    public bool PauseCompletes { get; init; }

    /// <summary>Everything wrong with these settings, each with its key; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Kind != ScannerKind.None && Device.Length == 0)
        {
            faults.Add($"{Section}:device is empty; name the scanner's device");
        }

        if (Kind == ScannerKind.Serial && Baud is not (9600 or 19200 or 38400 or 57600 or 115200))
        {
            faults.Add($"{Section}:baud is {Baud}; use 9600, 19200, 38400, 57600 or 115200");
        }

        if (PauseMilliseconds is < 50 or > 5000)
        {
            faults.Add($"{Section}:pauseMilliseconds is {PauseMilliseconds}; use 50 to 5000");
        }

        return faults;
    }
}

/// <summary>How a scanner speaks.</summary>
public enum ScannerKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It types like a keyboard; set it to the US layout. It is taken for us alone, so that codes do not land in the screen's page.</summary>
    Keyboard,

    /// <summary>It sends bytes over a serial line, or a USB one that looks like it; set it to UTF-8.</summary>
    Serial,
}
