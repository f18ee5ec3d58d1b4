using System.Data.Common;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;

const int WrongCommandLine = 2;
const int MissingLibrary = 69;
const int CannotWrite = 74;
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

var source = new ConfigurationSource(line.ConfigurationPath, line.Overrides);
var options = new KioskOptions();
try
{
    IReadOnlyList<string> errors = source.Read(out options);
    if (line.Task == ServiceTask.ReleaseLines)
    {
        // Whatever else is wrong with the configuration: the gate counts.
        return SiteDevices.PutAtRest(options, Console.Out) ? 0 : CannotWrite;
    }

    if (line.Task == ServiceTask.Check)
    {
        errors = [.. errors, .. StateFolders.Unwritable(options)];
    }

    if (errors.Count > 0)
    {
        throw new ConfigurationException(errors);
    }

    IReadOnlyList<ConfigurationFile> older = ConfigurationFiles.ToMigrate(line.ConfigurationPath);
    if (line.Task != ServiceTask.Migrate)
    {
        foreach (ConfigurationFile file in older)
        {
            Console.Error.WriteLine($"{file.Path} is of an earlier version and was understood so: {string.Join("; ", file.Changes)}. Rewrite it with: checkpointctl config migrate");
        }
    }

    switch (line.Task)
    {
        case ServiceTask.Migrate:
            foreach (ConfigurationFile file in older)
            {
                Console.WriteLine($"{file.Path}: {string.Join("; ", file.Changes)}. Comments are not carried over; the old file is {file.WriteMigrated()}");
            }

            Console.WriteLine($"{older.Count} files rewritten.");
            return 0;
        case ServiceTask.Check:
            Console.WriteLine(line.Json ? ConfigurationDump.Json(line.ConfigurationPath, []) : $"{line.ConfigurationPath} can be used.");
            return 0;
        case ServiceTask.Show:
            Console.WriteLine(ConfigurationDump.Json(options));
            return 0;
        case ServiceTask.Wipe:
            return new WipeTask(options, Console.In, Console.Out, line.Json).Run(line.Yes, line.ForceUndelivered);
        default:
            NativeHeap.ShareArenas();
            return await KioskService.RunAsync(options, source, TimeProvider.System);
    }
}
catch (ConfigurationException e) when (line.Json)
{
    Console.WriteLine(ConfigurationDump.Json(line.ConfigurationPath, e.Errors));
    return WrongConfiguration;
}
catch (ConfigurationException e)
{
    Console.Error.WriteLine($"The configuration cannot be used; {e.Errors.Count} thing(s) to mend:");
    foreach (string error in e.Errors)
    {
        Console.Error.WriteLine($"  {error}");
    }

    return line.Task == ServiceTask.Run && await KioskService.TryHoldAsync(e.Errors, options, source, TimeProvider.System) ? 0 : WrongConfiguration;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
{
    Console.Error.WriteLine(e.Message);
    return CannotWrite;
}
catch (DllNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return MissingLibrary;
}
