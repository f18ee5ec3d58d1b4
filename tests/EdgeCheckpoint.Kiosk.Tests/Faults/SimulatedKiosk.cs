using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Gate;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>The composed service on simulated devices and on a clock that goes on only when the kiosk has kept up, so that a slow machine changes nothing.</summary>
/// <remarks>Break what is to be absent before <see cref="StartAsync"/>.</remarks>
internal sealed class SimulatedKiosk : IAsyncDisposable
{
    private const int PassedContact = 5;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Of the real clock, for one step.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly WatchedSensor _sensor;
    private readonly HttpClient _browser = new();
    private WebApplication? _app;
    private int _eventsBefore;
    private bool _frozen;

    /// <param name="sensor">How the sensor is run; null: without warming up.</param>
    public SimulatedKiosk(Mlx90640Options? sensor = null)
    {
        Wallet = new DemoWallet(Time);
        Camera = new SimulatedCamera(Time);
        Scanner = new SimulatedScanner(Time);
        Gpio = new SimulatedGpioChip(28, Time);
        Options = DefaultOptions();
        Thermal = new SimulatedMlx90640(Scene, Time, new SimulatedMlx90640Options());
        var sensorTime = new WaitedTime(Time);
        _sensor = new WatchedSensor(new Mlx90640Sensor(Thermal, sensorTime, sensor ?? new Mlx90640Options { WarmUp = TimeSpan.Zero }), sensorTime);
        foreach ((SiteSignal _, LineOptions line) in SimulatedSite.Wiring.Inputs.Wired())
        {
            Gpio.Drive(int.Parse(line.Line, provider: null), line.ActiveLow);
        }
    }

    public ManualTime Time { get; } = new();

    public ThermalScene Scene { get; } = new();

    public SimulatedCamera Camera { get; }

    public SimulatedScanner Scanner { get; }

    public SimulatedGpioChip Gpio { get; }

    public DemoWallet Wallet { get; }

    public KioskOptions Options { get; set; }

    /// <summary>What else is replaced.</summary>
    public Action<IServiceCollection> Replace { get; set; } = static _ => { };

    /// <summary>Where its pages are.</summary>
    public Uri Address => new(_app!.Urls.First());

    /// <summary>Time passed since the test began.</summary>
    public TimeSpan Elapsed => MonotonicInstant.Now(Time).SinceStart;

    public IServiceProvider Services => _app!.Services;

    public ScreenHub Screen => Services.GetRequiredService<ScreenHub>();

    public bool GateOpen => Services.GetRequiredService<IGate>().Position == GatePosition.Open;

    public string File(string name) => _folder.File(name);

    /// <summary>The chip behind the sensor's driver, to unplug it.</summary>
    public SimulatedMlx90640 Thermal { get; }

    public async Task<SimulatedKiosk> StartAsync()
    {
        var source = new ConfigurationSource(File("kiosk.json"), new Dictionary<string, string?>());
        source.Read(out _);
        _app = KioskHost.Build(Options, source, Time, services =>
        {
            services.AddSingleton<IThermalSensor>(_sensor).AddSingleton<IFrameSource>(Camera);
            services.AddSingleton<OpenChip>(OpenGpio);
            if (Options.Scanner.Kind != Hardware.Scanner.ScannerKind.None)
            {
                services.RemoveAll<ICodeSource>().AddSingleton<ICodeSource>(Scanner);
            }

            Replace(services);
        });
        await _app.StartAsync();
        return this;
    }

    /// <summary>Starts and waits until people may come.</summary>
    public async Task<SimulatedKiosk> StartIdleAsync()
    {
        await StartAsync();
        await UntilAsync(Settled, "all devices give");
        await ShowsAsync(ScreenPage.Idle);
        return this;
    }

    /// <summary>The sensor answers on and measures no more.</summary>
    public void FreezeThermal()
    {
        _frozen = true;
        Thermal.Freeze(true);
    }

    /// <summary>Whether every sensor that is there gives.</summary>
    public bool Settled() =>
        (!Thermal.Plugged || _frozen || Services.GetRequiredService<SensorStates>().Thermal == DeviceState.Ready) && (!Camera.Plugged || Camera.Health.Delivering);

    /// <summary>Waits for a page of the machine's; events before it are not asked for any more.</summary>
    public async Task ShowsAsync(ScreenPage page)
    {
        await UntilAsync(() => Screen.View.Page == page && (page != ScreenPage.OutOfService || Screen.View.Reasons.Count > 0), $"shows {page}");
        _eventsBefore = AllEvents().Count;
    }

    /// <summary>Events since the last <see cref="ShowsAsync"/>, or since the start.</summary>
    public IReadOnlyList<CheckpointEvent> Events() => [.. AllEvents().Skip(_eventsBefore)];

    /// <summary>What the service answers a browser.</summary>
    public Task<byte[]> GetAsync(string path) => _browser.GetByteArrayAsync(new Uri(Address, path));

    /// <summary>A person of normal temperature stands there and holds a code up; nothing but a face without one.</summary>
    public void Enter(string code)
    {
        Scene.SetPeople([new ScenePerson(36.5, 0.7)]);
        Camera.Picture = code.Length == 0 ? HeldCode.Nobody(320, 240) : HeldCode.Show(code, 320, 240);
    }

    /// <summary>The person goes, through the gate if it is open.</summary>
    public async Task LeaveAsync()
    {
        bool walks = GateOpen;
        Scene.SetPeople([]);
        Camera.Picture = HeldCode.Nobody(320, 240);
        Gpio.Drive(PassedContact, !walks);
        await PassAsync(TimeSpan.FromMilliseconds(300));
        Gpio.Drive(PassedContact, true);
    }

    /// <summary>Lets time pass until something holds: at most an hour of it, because a device that is out of order is not waited for and may come late on a loaded machine.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        for (int steps = 0; steps < 72_000; steps++)
        {
            if (holds())
            {
                return;
            }

            await PassAsync(Step);
        }

        Assert.Fail($"not within an hour: {what}. Screen: {Describe(Screen.View)}; events: {string.Join(", ", Events())}");
    }

    public async Task PassAsync(TimeSpan duration)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += Step)
        {
            Time.Advance(Step);
            await KeepUpAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _browser.Dispose();
        Wallet.Dispose();
        _folder.Dispose();
    }

    private static string Describe(ScreenView view) => $"{view.Page} {view.Verdict} {string.Join(' ', view.Reasons)}";

    private GpioFault OpenGpio(out IGpioChip? chip)
    {
        chip = Gpio.Broken == GpioFault.None ? Gpio : null;
        return Gpio.Broken;
    }

    /// <summary>Every tick handled, every thermal picture and every camera picture taken, as far as those devices are there.</summary>
    private async Task KeepUpAsync()
    {
        ServiceWatch watch = Services.GetRequiredService<ServiceWatch>();
        MonotonicInstant now = MonotonicInstant.Now(Time);
        long from = TimeProvider.System.GetTimestamp();
        var spin = new SpinWait();
        while (now - watch.LastTickAt >= TickPeriod || !_sensor.IsWaitedFor || !Camera.IsWaitedFor)
        {
            if (spin.NextSpinWillYield)
            {
                await Task.Yield();
            }

            spin.SpinOnce();
            Assert.True(TimeProvider.System.GetElapsedTime(from) < StandsStill, "the kiosk stands still");
        }
    }

    private List<CheckpointEvent> AllEvents()
    {
        IEventSource journal = Services.GetRequiredService<IEventSource>();
        return journal.Epochs() is not [var first, ..] epochs ? [] :
        [
            .. journal.Read(new JournalPosition(first.Ordinal, 1), new JournalPosition(epochs[^1].Ordinal, epochs[^1].Last), 10_000)
                .Select(static stored => EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out _) ? envelope.Data : throw new InvalidDataException()),
        ];
    }

    private KioskOptions DefaultOptions()
    {
        Directory.CreateDirectory(File("keys"));
        System.IO.File.WriteAllText(Path.Combine(File("keys"), "district.pem"), Wallet.PublicKeyPem);
        System.IO.File.WriteAllText(File("pseudonym.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new KioskOptions
        {
            Site = new SiteIdentityOptions { District = "d1", Checkpoint = "c1", Device = "k1" },
            Subject = new Core.Thermal.ThermalOptions { WarmUp = TimeSpan.Zero },
            Gate = SimulatedSite.Wiring.Gate,
            Signals = SimulatedSite.Wiring.Signals,
            Inputs = SimulatedSite.Wiring.Inputs,
            Journal = new JournalOptions { Folder = File("journal") },
            Web = new WebOptions { Port = 0 },
            Screen = new ScreenOptions { Sound = new Kiosk.Sound.SoundOptions { Folder = "" } },
            Rules = new RulesOptions { KeysFolder = File("keys"), PseudonymKeyFile = File("pseudonym.key") },
            Clock = new ClockOptions { AssumeSynced = true },
        };
    }
}
