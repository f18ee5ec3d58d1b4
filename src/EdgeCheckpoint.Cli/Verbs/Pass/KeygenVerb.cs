using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass keygen --out NAME</c>: a key pair to issue passes with.</summary>
internal static class KeygenVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        Option<string> to = new("--out") { Description = "Name of the two files: NAME.key.pem (secret) and NAME.pem (public).", Required = true };
        Option<bool> json = Output.JsonOption();
        Command command = new("keygen", "Make a key pair; kiosks trust its public file.") { to, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(to), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string name, bool json)
    {
        string privateFile = $"{name}.key.pem";
        string publicFile = $"{name}.pem";
        if (File.Exists(privateFile) || File.Exists(publicFile))
        {
            return Output.Error($"{privateFile} or {publicFile} exists already; choose another --out, so that no key in use is lost.", ExitCode.Usage);
        }

        using EcdsaSigner signer = EcdsaSigner.Generate();
        try
        {
            FileStreamOptions secret = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                secret.UnixCreateMode = OwnerOnly;
            }

            using (StreamWriter writer = new(privateFile, secret))
            {
                writer.WriteLine(signer.PrivateKeyPem());
            }

            File.WriteAllText(publicFile, signer.PublicKeyPem() + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"The key pair cannot be written: {e.Message}", ExitCode.Io);
        }

        string keyId = KeyIdentifier.Text(signer.KeyId.Span);
        if (json)
        {
            Output.JsonLine(new JsonObject { ["keyId"] = keyId, ["private"] = privateFile, ["public"] = publicFile });
        }
        else
        {
            Console.Out.WriteLine($"key {keyId}");
            Console.Out.WriteLine($"  {privateFile}  issues passes; keep it secret");
            Console.Out.WriteLine($"  {publicFile}  goes into the kiosks' trust folder");
        }

        return ExitCode.Ok;
    }
}
