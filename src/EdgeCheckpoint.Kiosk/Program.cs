using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

const int WrongCommandLine = 2;
const int MissingLibrary = 69;
const int WrongConfiguration = 78;

if (!CommandLine.TryParse(args, out CommandLine line, out string mistake))
{
    Console.Error.WriteLine($"{mistake}\n{CommandLine.Help}");
    return WrongCommandLine;
}

switch (line.Task)
{
    case ServiceTask.Help:
        Console.WriteLine(CommandLine.Help);
        return 0;
    case ServiceTask.Version:
        Console.WriteLine(KioskReporter.Software);
        return 0;
    case ServiceTask.Reference:
        Console.Write(ConfigurationReference.Markdown());
        return 0;
}

try
{
    IReadOnlyList<string> errors = ConfigurationFiles.Read(line.ConfigurationPath, line.Overrides, out KioskOptions options);
    if (errors.Count > 0)
    {
        throw new ConfigurationException(errors);
    }

    switch (line.Task)
    {
        case ServiceTask.Check:
            KioskParts.Policy(options);
            Console.WriteLine($"{line.ConfigurationPath} can be used.");
            return 0;
        case ServiceTask.Show:
            Console.WriteLine(ConfigurationDump.Json(options));
            return 0;
        default:
            NativeHeap.ShareArenas();
            return await KioskHost.RunAsync(options);
    }
}
catch (ConfigurationException e)
{
    Console.Error.WriteLine($"The configuration cannot be used; {e.Errors.Count} thing(s) to mend:");
    foreach (string error in e.Errors)
    {
        Console.Error.WriteLine($"  {error}");
    }

    return WrongConfiguration;
}
catch (DllNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return MissingLibrary;
}
