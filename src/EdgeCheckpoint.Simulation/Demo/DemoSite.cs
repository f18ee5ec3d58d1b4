using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>Ports and picture size of a demo; port 0 is any free one.</summary>
public sealed record DemoOptions(int KioskPort = 0, int DistrictPort = 0, int CameraWidth = 640, int CameraHeight = 480);

/// <summary>A broker, a kiosk and a district listener, each a process of its own, in a folder of their own.</summary>
public sealed class DemoSite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceFiles _files;
    private readonly TimeProvider _time;

    private readonly DemoOptions _options;

    private DemoSite(ServiceFiles files, DemoOptions options, TimeProvider time)
    {
        _files = files;
        _options = options;
        _time = time;
        _folder = Directory.CreateTempSubdirectory("edgecheckpoint-demo-");
        Wallet = new DemoWallet(time);
    }

    public static Site Site { get; } = new("demo-district", "north-gate", "kiosk-1");

    public DemoWallet Wallet { get; }

    public MosquittoProcess Broker { get; private set; } = null!;

    public ServiceProcess Kiosk { get; private set; } = null!;

    public ServiceProcess District { get; private set; } = null!;

    /// <summary>Folder of stage, journal, store and logs.</summary>
    public string Folder => _folder.FullName;

    private string StageFolder => Path.Combine(Folder, "stage");

    /// <summary>Starts all three; tells what it is doing.</summary>
    public static async Task<DemoSite> StartAsync(
        ServiceFiles files, DemoOptions options, Action<string> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        var site = new DemoSite(files, options, time);
        try
        {
            site.Prepare();
            tell("starting the broker");
            site.Broker = await MosquittoProcess.StartAsync(cancellationToken);
            tell("starting the district listener");
            site.District = await ServiceProcess.StartAsync(
                files.District,
                [
                    "--broker", $"{MosquittoProcess.Host}:{site.Broker.Port}", "--district", Site.District,
                    "--store", Path.Combine(site.Folder, "district.db"), "--urls", $"http://127.0.0.1:{options.DistrictPort}",
                ],
                Path.Combine(site.Folder, "district.log"), time, cancellationToken);
            tell("starting the kiosk");
            File.WriteAllText(Path.Combine(site.Folder, "kiosk.json"), site.Configuration().ToJsonString());
            await site.StartKioskAsync(cancellationToken);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <param name="overrides">Settings over those of the demo, as <c>KEY=VALUE</c>.</param>
    public async Task StartKioskAsync(CancellationToken cancellationToken, params IEnumerable<string> overrides) =>
        Kiosk = await ServiceProcess.StartAsync(
            _files.Kiosk,
            ["--config", Path.Combine(Folder, "kiosk.json"), .. overrides.SelectMany(static o => new[] { "--set", o })],
            Path.Combine(Folder, "kiosk.log"), _time, cancellationToken);

    public void Stage(StagedSite staged) => staged.Write(StageFiles.Site(StageFolder));

    /// <summary>Holds a code before the camera; empty: nothing.</summary>
    public void Hold(string code)
    {
        string path = StageFiles.Picture(StageFolder), next = path + ".next.pgm";
        (code.Length == 0 ? HeldCode.Nobody(_options.CameraWidth, _options.CameraHeight) : HeldCode.Show(code, _options.CameraWidth, _options.CameraHeight)).Save(next);
        File.Move(next, path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (Kiosk is not null)
        {
            await Kiosk.DisposeAsync();
        }

        if (District is not null)
        {
            await District.DisposeAsync();
        }

        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        Wallet.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Prepare()
    {
        foreach (string name in new[] { "stage", "keys", "journal" })
        {
            _folder.CreateSubdirectory(name);
        }

        File.WriteAllText(Path.Combine(Folder, "keys", "district.pem"), Wallet.PublicKeyPem);
        File.WriteAllText(Path.Combine(Folder, "pseudonym.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Stage(new StagedSite());
        Hold("");
    }

    /// <summary>Short times, so that nobody waits long; everything else as delivered.</summary>
    private JsonObject Configuration() => new()
    {
        ["version"] = 2,
        ["site"] = new JsonObject { ["district"] = Site.District, ["checkpoint"] = Site.Checkpoint, ["device"] = Site.Device },
        ["lane"] = new JsonObject { ["codeTimeoutSeconds"] = 4, ["crowdTimeoutSeconds"] = 3, ["verdictSeconds"] = 2, ["coolDownSeconds"] = 8 },
        ["thermal"] = new JsonObject { ["source"] = "simulated" },
        ["mlx90640"] = new JsonObject { ["warmUp"] = "00:00:00" },
        ["subject"] = new JsonObject { ["warmUp"] = "00:00:00" },
        ["camera"] = new JsonObject
        {
            ["source"] = "picture", ["device"] = StageFiles.Picture(StageFolder), ["width"] = _options.CameraWidth, ["height"] = _options.CameraHeight,
        },
        ["gpio"] = new JsonObject { ["device"] = "" },
        ["journal"] = new JsonObject { ["folder"] = Path.Combine(Folder, "journal") },
        ["broker"] = new JsonObject { ["host"] = MosquittoProcess.Host, ["port"] = Broker.Port },
        ["web"] = new JsonObject { ["port"] = _options.KioskPort },
        ["screen"] = new JsonObject { ["siteName"] = new JsonObject { ["zh-CN"] = "北门检查站", ["en"] = "North Gate" } },
        ["rules"] = new JsonObject { ["keysFolder"] = Path.Combine(Folder, "keys"), ["pseudonymKeyFile"] = Path.Combine(Folder, "pseudonym.key") },
        ["clock"] = new JsonObject { ["assumeSynced"] = true },
        ["simulation"] = new JsonObject { ["stage"] = StageFolder },
    };
}
