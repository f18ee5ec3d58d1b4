using System.CommandLine;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust publish FILE --broker HOST</c>: keeps a document on the district's broker for all its kiosks.</summary>
internal static class PublishVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The signed document." };
        Option<string> roots = RootKeys.Option();
        BrokerOptions broker = new();
        var command = new Command("publish", "Keep a signed document on the district's broker for all its kiosks.") { file, roots };
        broker.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!broker.IsGiven(parsed))
            {
                return Output.Error("--broker is missing; write HOST or HOST:PORT.", ExitCode.Usage);
            }

            return RootKeys.Read(parsed.GetRequiredValue(roots)) is { } keys
                ? await RunAsync(parsed, parsed.GetRequiredValue(file), keys, broker, cancellationToken)
                : ExitCode.NoInput;
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, TrustedKeySet roots, BrokerOptions broker, CancellationToken cancellationToken)
    {
        try
        {
            var document = DocumentFile.Read(file, roots, new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced));
            if (!document.IsGood)
            {
                return Output.Error($"{file} is not published: {document.Answer}", ExitCode.No);
            }

            string? fault = await broker.PublishAsync(parsed, document.Manifest!, file, cancellationToken);
            if (fault is not null)
            {
                return Output.Error($"{file} is not published: {fault}", ExitCode.Io);
            }

            Console.Out.WriteLine($"{file}: {document.Manifest!.Name} is published");
            return ExitCode.Ok;
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{file}: {io.Message}", ExitCode.NoInput);
        }
    }
}
