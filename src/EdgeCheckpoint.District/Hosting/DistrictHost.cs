using System.Net.Sockets;
using EdgeCheckpoint.District.Dashboard;
using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Hosting;

/// <summary>Puts the rooms together and runs them until asked to stop.</summary>
internal static class DistrictHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(1500);

    /// <summary>Runs until SIGINT, SIGTERM or <paramref name="cancellationToken"/>.</summary>
    /// <param name="ready">Told the page's address once it serves.</param>
    /// <returns>Exit code; anything but 0 was explained on standard error.</returns>
    internal static async Task<int> RunAsync(DistrictOptions options, TimeProvider time, Action<string> ready, CancellationToken cancellationToken)
    {
        EventStore store;
        try
        {
            store = EventStore.Open(options.Store);
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The store {options.Store} cannot be opened: {e.Message} Check that it is a store of this program and that you may write there.").ConfigureAwait(false);
            return ExitCode.Io;
        }

        using (store)
        {
            return await ServeAsync(options, store, time, ready, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> ServeAsync(DistrictOptions options, EventStore store, TimeProvider time, Action<string> ready, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        // Options come from our own table only; nothing else on the machine may change how this host behaves.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.ClearProviders().AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        }).AddFilter("Microsoft", LogLevel.Warning);
        // The host would print a stack trace for a taken port; the sentence below says it better.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);

        await using WebApplication app = builder.Build();
        ILogger<DistrictIngest> logger = app.Services.GetRequiredService<ILogger<DistrictIngest>>();
        await using var client = MqttClient.Start(ClientOptions(options, time));
        var reader = new EventReader(options.Store);
        var kiosks = new KioskRegistry(reader, time);
        kiosks.Load();
        var ingest = new DistrictIngest(options.District, client, store, kiosks, time, logger);
        DashboardEndpoints.Map(app, new DistrictView(options.District, reader, kiosks, ingest, client, time));

        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"The page cannot be served at {options.Url}: {e.Message} Stop the program that uses this port, or choose another with --urls.").ConfigureAwait(false);
            return ExitCode.Unavailable;
        }

        ready(app.Urls.First());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        Task ingesting = ingest.RunAsync(stop.Token);
        await Task.WhenAny(app.WaitForShutdownAsync(stop.Token), ingesting).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await ingesting.ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static MqttClientOptions ClientOptions(DistrictOptions options, TimeProvider time) => new()
    {
        Host = options.BrokerHost,
        Port = options.BrokerPort,
        ClientId = options.ClientId,
        UserName = options.User,
        Password = options.Password,
        Tls = options.TlsAuthority is { } authority ? new MqttTls(authority, options.TlsCertificate, options.TlsKey) : null,
        MaximumBackoff = TimeSpan.FromSeconds(5),
        Time = time,
    };
}
