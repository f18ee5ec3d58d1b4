using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary><c>checkpointctl pass keygen --out NAME</c>: a key pair to issue passes with.</summary>
internal static class KeygenVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        Option<string> to = new("--out") { Description = "Name of the two files: NAME.key.pem (secret) and NAME.pem (public).", Required = true };
        Option<string> algorithm = new("--algorithm") { Description = "es256, ed25519 or sm2.", DefaultValueFactory = static _ => "es256" };
        Option<bool> json = Output.JsonOption();
        Command command = new("keygen", "Make a key pair; kiosks trust its public file.") { to, algorithm, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(to), parsed.GetRequiredValue(algorithm), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string name, string algorithm, bool json)
    {
        string privateFile = $"{name}.key.pem";
        string publicFile = $"{name}.pem";
        if (File.Exists(privateFile) || File.Exists(publicFile))
        {
            return Output.Error($"{privateFile} or {publicFile} exists already; choose another --out, so that no key in use is lost.", ExitCode.Usage);
        }

        SignatureAlgorithm? known = algorithm switch
        {
            "es256" => SignatureAlgorithm.Es256,
            "ed25519" => SignatureAlgorithm.EdDsa,
            "sm2" => SignatureAlgorithm.Sm2,
            _ => null,
        };
        if (known is not { } chosen)
        {
            return Output.Error($"'{algorithm}' is none of es256, ed25519, sm2.", ExitCode.Usage);
        }

        if (!PassSigners.TryGenerate(chosen, out IPassSigner? made))
        {
            return Output.Error($"This machine cannot make {algorithm} keys: it lacks libcrypto.so.3 (Debian package libssl3).", ExitCode.Config);
        }

        using IPassSigner signer = made;
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
