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

if (line.WantsHelp || line.WantsVersion)
{
    Console.WriteLine(line.WantsHelp ? CommandLine.Help : KioskReporter.Software);
    return 0;
}

try
{
    IReadOnlyList<string> errors = ConfigurationFiles.Read(line.ConfigurationPath, line.Overrides, out KioskOptions options);
    if (errors.Count > 0)
    {
        throw new ConfigurationException(errors);
    }

    return await KioskHost.RunAsync(options);
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
