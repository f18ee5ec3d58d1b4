using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Delivery;
using EdgeCheckpoint.Uplink.Tests.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Uplink.Tests.Commands;

/// <summary>Every command is answered and logged, however many come.</summary>
public sealed class CommandPumpTests : IAsyncLifetime, ICommandHandler, ILogger
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CommandTrust _trust = new();
    private readonly ScriptedBroker _broker = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SqliteOutbox _outbox;
    private readonly CommandPump _pump;
    private Task _run = Task.CompletedTask;

    public CommandPumpTests()
    {
        Assert.True(_trust.TryAdd("district", _key.ExportSubjectPublicKeyInfoPem()));
        _outbox = Sample.Outbox(_folder);
        var alarms = new AlarmLatch(_outbox, static () => Sample.Time());
        var gate = new CommandGate(Sample.Site, _trust, this, _folder.File("commands"), static () => Sample.Time());
        _pump = new CommandPump(Sample.Site, gate, new MessagePublisher(_broker, alarms), alarms, this);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _outbox.Dispose();
        _trust.Dispose();
        _key.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_bad_command_is_logged_though_the_alarm_speaks_once()
    {
        for (int i = 0; i < 4; i++)
        {
            _pump.Offer(CommandNames.OpenGate, new MqttMessage(Topics.Command(Sample.Site, CommandNames.OpenGate), "{}"u8.ToArray()));
        }

        IReadOnlyList<CommandResponse> answers = await AnswersAsync(4);
        Assert.All(answers, static a => Assert.Equal(CommandReasons.Malformed, a.Reason));
        Assert.Equal(4, _log.Count(static l => l.StartsWith("Command open-gate was refused (malformed)", StringComparison.Ordinal)));
        Assert.Equal([(AlarmCodes.CommandRefused, true)], Sample.Alarms(_outbox));
    }

    [Fact]
    public async Task Of_a_burst_every_command_is_answered_and_logged_the_newest_carried_out_the_rest_turned_away()
    {
        string[] nonces = [.. Enumerable.Range(0, 200).Select(static i => $"nonce-nonce-{i:0000}")];
        Array.ForEach(nonces, n => _pump.Offer(CommandNames.OpenGate, Message(n)));
        IReadOnlyList<CommandResponse> answers = await AnswersAsync(nonces.Length);
        Assert.Equal(nonces, answers.Select(static a => a.Nonce));
        Assert.Equal(Enumerable.Repeat(CommandReasons.Busy, 136).Concat(Enumerable.Repeat(CommandReasons.Done, 64)), answers.Select(static a => a.Reason));
        Assert.Equal(nonces.Length, _log.Count);
    }

    [Fact]
    public async Task Beyond_all_room_a_command_is_at_least_logged()
    {
        for (int i = 0; i < 600; i++)
        {
            _pump.Offer(CommandNames.OpenGate, Message($"nonce-nonce-{i:0000}"));
        }

        Assert.Equal(88, _log.Count(static l => l.Contains("dropped", StringComparison.Ordinal)));
        Assert.Equal(512, (await AnswersAsync(512)).Count);
    }

    [Fact]
    public async Task An_answer_the_broker_refuses_is_an_alarm()
    {
        _broker.OnPublish = static _ => Task.FromResult(ScriptedBroker.Refused);
        _pump.Offer(CommandNames.OpenGate, Message("nonce-nonce-0001"));
        await AnswersAsync(1);
        await Patience.UntilAsync(() => Sample.Alarms(_outbox).Contains((AlarmCodes.MessageRefused, true)), "the alarm is raised");
    }

    public ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new CommandResponse(command.Nonce, true, CommandReasons.Done, ""));

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Enqueue(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private async Task<IReadOnlyList<CommandResponse>> AnswersAsync(int count)
    {
        _run = _pump.RunAsync(_stop.Token);
        await Patience.UntilAsync(() => _broker.Published.Count >= count, $"{count} answers are sent");
        return [.. _broker.Published.Select(static m => KioskJson.DecodeResponse(m.Payload.Span)!)];
    }

    private MqttMessage Message(string nonce)
    {
        var command = new Command(
            CommandNames.OpenGate, Sample.Site.District, Sample.Site.Checkpoint, Sample.Site.Device, nonce,
            Sample.Time().Wall, Sample.Time().Wall.AddSeconds(20), new Dictionary<string, JsonElement>());
        return new MqttMessage(Topics.Command(Sample.Site, CommandNames.OpenGate), KioskJson.Encode(SignedCommand.Sign(command, "district", _key)));
    }
}
