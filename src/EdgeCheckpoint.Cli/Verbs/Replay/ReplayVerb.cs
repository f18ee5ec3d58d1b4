using System.CommandLine;
using System.Globalization;
using EdgeCheckpoint.Cli.Verbs.Policy;
using EdgeCheckpoint.Cli.Verbs.Qr;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Hardware.Crypto;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Uplink.Outbox;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary><c>checkpointctl replay</c>: recorded sensor words and photographs through the rooms of a kiosk.</summary>
internal static class ReplayVerb
{
    private static readonly Option<string[]> Thermal = new("--thermal")
    {
        Description = "Recorded MLX90640 frames: 834 words each, the last two control register and sub-page. Repeatable.",
        Required = true, AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Eeprom = new("--eeprom") { Description = "The sensor's 832 EEPROM words.", Required = true };
    private static readonly Option<string> Images = new("--images") { Description = "Folder of photographs, one photograph, or a manifest.", Required = true };
    private static readonly Option<string?> Trust = new("--trust") { Description = "Folder of public keys whose codes are believed; none by default." };

    private static readonly Option<string> Rules = new("--policy")
    {
        Description = PolicyFile.Description, DefaultValueFactory = static _ => ReadyPolicies.Default,
    };

    private static readonly Option<string?> Broker = new("--broker") { Description = "Deliver the events to this broker, HOST:PORT." };

    private static readonly Option<string> Place = new("--site")
    {
        Description = "District, checkpoint and device of the topics.", DefaultValueFactory = static _ => "replay/replay/replay",
    };

    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        Command command = new("replay", "Send recorded sensor words and photographs through the rooms of a kiosk.")
        {
            Thermal, Eeprom, Images, Trust, Rules, Broker, Place, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (RecordedWords.TryRead(parsed.GetRequiredValue(Eeprom), parsed.GetRequiredValue(Thermal), out RecordedWords words) is { } fault)
        {
            return Output.Error(fault, ExitCode.NoInput);
        }

        string host = "";
        int port = 0;
        if (parsed.GetValue(Broker) is { } broker && !TryAddress(broker, out host, out port))
        {
            return Output.Error($"--broker takes HOST:PORT, such as 127.0.0.1:1883, not '{broker}'.", ExitCode.Usage);
        }

        if (parsed.GetRequiredValue(Place).Split('/') is not [var district, var checkpoint, var device] || !new[] { district, checkpoint, device }.All(Topics.IsLevel))
        {
            return Output.Error("--site takes DISTRICT/CHECKPOINT/DEVICE of letters, digits, '-', '_' and '.'.", ExitCode.Usage);
        }

        int loaded = PolicyFile.TryLoad(parsed.GetRequiredValue(Rules), out PolicyDocument? policy);
        if (loaded != ExitCode.Ok)
        {
            return loaded;
        }

        List<string> files;
        try
        {
            files = PictureFiles.Expand([parsed.GetRequiredValue(Images)]);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return Output.Error(e.Message, ExitCode.NoInput);
        }

        var site = new Site(district, checkpoint, device);
        DirectoryInfo journal = Directory.CreateTempSubdirectory("edgecheckpoint-replay-");
        try
        {
            using var outbox = new SqliteOutbox(new OutboxOptions { Folder = journal.FullName, Site = site }, TimeProvider.System);
            using (var lane = new ReplayLane(words, new QrReader(new QrReaderOptions { Accumulate = false }), Verifier(parsed.GetValue(Trust)), policy!, site, outbox))
            {
                Print(files, lane, parsed.GetValue(Json));
            }

            if (host.Length == 0)
            {
                return ExitCode.Ok;
            }

            long waiting = await new ReplayDelivery(site, outbox).DeliverAsync(host, port, cancellationToken);
            return waiting == 0
                ? ExitCode.Ok
                : Output.Error($"{waiting} events were not acknowledged by a district listening at {host}:{port}; is one running?", ExitCode.Io);
        }
        finally
        {
            journal.Delete(recursive: true);
        }
    }

    private static CredentialVerifier Verifier(string? trust)
    {
        if (trust is null)
        {
            return CredentialFormats.Verifier(TrustedKeySet.Empty);
        }

        TrustFile keys = TrustFolder.Read(trust, new FrameworkAlgorithms());
        foreach (string keyFault in keys.Faults)
        {
            Output.Error(keyFault, ExitCode.Ok);
        }

        return CredentialFormats.Verifier(keys.ToSet());
    }

    private static void Print(List<string> files, ReplayLane lane, bool json)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("file", "text", "°C", "subject", "verdict", "reasons", "ms thermal/decode/verify/decide/append");
        LongRun.Each("replaying", files, file =>
        {
            ReplayLine line = lane.Play(Path.GetFileName(file), Load(file));
            if (json)
            {
                Output.JsonLine(line.ToJson());
                return;
            }

            table.AddRow(
                new Text(line.File),
                new Text(Shorten(line.Text)),
                new Text(line.FaceCelsius is { } face ? Number(face, "F1") + " face" : Number(line.FrameCelsius, "F1") + " hottest"),
                new Text(Words.Of(line.Subject)),
                new Text(line.Verdict is { } verdict ? Words.Of(verdict) : "none"),
                new Text(string.Join(", ", line.Reasons)),
                new Text(string.Join(" / ", line.Milliseconds.Values.Select(static ms => Number(ms, "F2")))));
        });
        if (!json)
        {
            Output.Result.Write(table);
        }
    }

    /// <summary>A damaged picture is a picture without a code: the replay goes on.</summary>
    private static GrayPicture Load(string file)
    {
        try
        {
            return GrayPicture.Load(file);
        }
        catch (InvalidDataException e)
        {
            Output.Error($"{file}: {e.Message}", ExitCode.Ok);
            return new GrayPicture(1, 1);
        }
    }

    private static string Shorten(string text) => SafeText.Of(text.Length <= 40 ? text : text[..37] + "...");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static bool TryAddress(string text, out string host, out int port)
    {
        int colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon] : "";
        port = 0;
        return colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
    }
}
