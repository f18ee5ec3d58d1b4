using System.Net;
using System.Net.Sockets;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Hardware.Scanner;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Puts the parts together and runs them until told to stop.</summary>
internal static class KioskHost
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(1.5);

    /// <param name="source">Where the options came from, to be read again while the kiosk runs.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(KioskOptions options, ConfigurationSource source)
    {
        await using WebApplication app = Build(options, source, TimeProvider.System);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (options.Web.Socket.Length > 0 && e is IOException or AddressInUseException or SocketException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"web:socket: {options.Web.Socket} cannot be served on: {e.Message}"]);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ConfigurationException([$"web:port: {options.Web.Port} on 127.0.0.1 is taken; choose another, or 0 for any free one"]);
        }

        if (options.Web.Socket.Length > 0)
        {
            ScreenSocket.Restrict(options.Web.Socket);
        }

        SystemdNotifier systemd = app.Services.GetRequiredService<SystemdNotifier>();
        systemd.Ready();
        Log.Up(app.Logger, options.Site.Device, options.Site.District, options.Site.Checkpoint, app.Urls.First());
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            systemd.Stopping();
            Log.Stopping(app.Logger);
        });
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <param name="replace">Puts other devices in the place of those the options name, for tests.</param>
    public static WebApplication Build(KioskOptions options, ConfigurationSource source, TimeProvider time, Action<IServiceCollection>? replace = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, options.Web);
            kestrel.ListenForOperators(options.Operator);
        });
        AddLogging(builder.Logging, options.Log);
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        services.AddSingleton(time).AddSingleton(options).AddSingleton<SensorStates>().AddSingleton<VerdictCounts>().AddSingleton<Desks>();
        services.AddSingleton(static _ => SystemdNotifier.FromEnvironment()).AddSingleton<ServiceWatch>();
        services.AddSingleton(_ => KioskParts.Clock(options, time));
        services.AddSingleton(_ => new ScreenHub(time)).AddSingleton(new ScreenSettings(options.Screen));
        services.AddSingleton(source).AddSingleton<LiveConfiguration>();
        services.AddSingleton(s => KioskParts.Trust(options, time, s.GetRequiredService<ILogger<KioskLoop>>()));
        services.AddSingleton(static s => s.GetRequiredService<KioskTrust>().Verifier);
        InputJournal? record = KioskParts.Record(options);
        services.AddSingleton(s => KioskParts.Machine(options, Recorded(s.GetRequiredService<KioskTrust>().Policy, record)));
        services.AddSingleton(_ => KioskParts.Outbox(options, time));
        services.AddSingleton<IOutbox>(static s => s.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<IEventSource>(static s => s.GetRequiredService<SqliteOutbox>());
        services.AddSingleton(_ => KioskParts.Camera(options, time));
        services.AddSingleton<IQrDecoder>(static _ => new QrReader());
        services.AddSingleton(s => KioskParts.Tracker(options, s.GetRequiredService<IThermalSensor>()));
        services.AddSingleton(s => new Calibration(options.Thermal.CalibrationFile, time, s.GetRequiredService<ILogger<Calibration>>()));
        services.AddSingleton<KioskOutputs>().AddSingleton<KioskLoop>().AddSingleton<IKioskReporter, KioskReporter>().AddSingleton<ICommandHandler, KioskCommands>();
        services.AddSingleton<IConfigurationUpdate, DistrictConfiguration>().AddSingleton(s => new UpdateCommand(
            s.GetRequiredService<KioskTrust>().Store, s.GetRequiredService<IConfigurationUpdate>(), () => new VerificationTime(time.GetUtcNow(), s.GetRequiredService<WallClock>().State)));
        services.AddSingleton<IEffects>(static s => new RememberingOutputs(s.GetRequiredService<KioskOutputs>(), s.GetRequiredService<KioskTrust>().Policy));
        services.AddSingleton(s => new VehicleDesk(options.Lane.Vehicles, s.GetRequiredService<KioskLoop>().SendAsync, time));
        services.AddSingleton<CodeIntake>().AddSite(options, time);
        services.AddSingleton<KioskMetrics>().AddHostedService<BoardPump>();
        services.AddSingleton(s => new BoardHealth(options.Board, new BoardSensors("/"), s.GetRequiredService<IOutbox>(), s.GetRequiredService<WallClock>().Stamp));
        services.AddSingleton(s => new PassMemoryHealth(s.GetRequiredService<KioskTrust>(), s.GetRequiredService<IOutbox>(), s.GetRequiredService<WallClock>().Stamp));
        services.AddSingleton(s => KioskParts.Watchdog(options.Board, s.GetRequiredService<ILogger<BoardPump>>()));
        if (options.Otlp.Endpoint.Length > 0)
        {
            services.AddHostedService<OtlpPump>();
        }

        if (record is not null)
        {
            services.AddSingleton(record).AddSingleton<InputRecords>().AddHostedService<RecordPump>();
        }

        if (options.Scanner.Kind != ScannerKind.None)
        {
            services.AddSingleton<ICodeSource>(_ => ScannerSource.Start(options.Scanner, time)).AddHostedService<ScannerPump>();
        }

        services.AddHostedService<LoopPump>().AddHostedService<TickPump>().AddHostedService<InputPump>();
        services.AddHostedService<ThermalPump>().AddHostedService<CodePump>().AddHostedService<StatusPump>().AddHostedService<DocumentsPump>().AddHostedService<ConfigurationPump>();
        if (options.Broker.Host.Length > 0)
        {
            services.AddHostedService<UplinkPump>();
        }

        replace?.Invoke(services);
        WebApplication app = builder.Build();
        app.MapHealth().MapScreen(app.Services.GetRequiredService<ScreenHub>(), app.Services.GetRequiredService<ScreenSettings>()).MapVehicle(app.Services.GetRequiredService<VehicleDesk>());
        OpenDesks(app, options);

        // What cannot be built must be told at start, not when the first person comes.
        app.Services.GetRequiredService<CheckpointMachine>();
        app.Services.GetRequiredService<IQrDecoder>();
        return app;
    }

    /// <summary>Where the screen's pages are served.</summary>
    public static void Listen(KestrelServerOptions kestrel, WebOptions web)
    {
        if (web.Socket.Length > 0)
        {
            kestrel.ListenForScreen(web.Socket);
        }
        else
        {
            kestrel.Listen(IPAddress.Loopback, web.Port);
        }
    }

    private static IPolicy Recorded(IPolicy rules, InputJournal? record) => record is null ? rules : new RecordingPolicy(rules, record);

    /// <summary>Operators' page and visitors' form, where the site has them.</summary>
    private static void OpenDesks(WebApplication app, KioskOptions options)
    {
        WallClock clock = app.Services.GetRequiredService<WallClock>();
        var recorder = new OutboxRecorder(app.Services.GetRequiredService<IOutbox>(), clock.Stamp);
        Desks desks = app.Services.GetRequiredService<Desks>();
        CredentialVerifier verifier = app.Services.GetRequiredService<CredentialVerifier>();
        TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
        desks.Operator = app.MapOperator(
            options.Operator, options.Screen, recorder, () => clock.State,
            text => verifier.Verify(text, new VerificationTime(time.GetUtcNow(), clock.State)), app.Services.GetRequiredService<VehicleDesk>());
        desks.Visitors = app.MapVisitors(
            app.Services.GetRequiredService<ScreenHub>(), options.Visitors, options.Screen, KioskParts.Site(options), recorder, () => clock.State);
    }

    /// <summary>As fields where asked for, with priorities for the journal where systemd listens, a line each for people elsewhere.</summary>
    public static void AddLogging(ILoggingBuilder logging, LogOptions options)
    {
        logging.ClearProviders().SetMinimumLevel(options.Level).AddFilter("Microsoft", LogLevel.Warning);

        // What keeps the host from starting is told in one sentence by whoever started it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.Json)
        {
            logging.AddJsonConsole(static o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        }
        else if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null)
        {
            logging.AddSimpleConsole(static o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        }
        else
        {
            logging.AddSystemdConsole();
        }
    }
}
