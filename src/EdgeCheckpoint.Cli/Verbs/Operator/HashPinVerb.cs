using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Operator;

namespace EdgeCheckpoint.Cli.Verbs.Operator;

/// <summary><c>operator hash-pin</c>: the hash of a PIN, for <c>operator:pins</c> of the configuration. The PIN comes from standard input, never from the command line.</summary>
internal static class HashPinVerb
{
    public static Command Create()
    {
        Option<bool> json = Output.JsonOption();
        var command = new Command("hash-pin", "Reads a PIN from standard input and prints its hash for the kiosk's configuration.") { json };
        command.SetAction(result => Run(result.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        if (!Console.IsInputRedirected)
        {
            Console.Error.Write($"PIN, {PinHash.MinDigits} to {PinHash.MaxDigits} digits: ");
        }

        string pin = Console.In.ReadLine()?.Trim() ?? "";
        if (!PinHash.IsPin(pin))
        {
            return Output.Error($"a PIN has {PinHash.MinDigits} to {PinHash.MaxDigits} digits, not all the same; type it on standard input.", ExitCode.Usage);
        }

        string hash = PinHash.Of(pin);
        if (json)
        {
            Output.JsonLine(new JsonObject { ["hash"] = hash });
        }
        else
        {
            Console.Out.WriteLine(hash);
        }

        return ExitCode.Ok;
    }
}
