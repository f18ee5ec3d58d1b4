using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Commands;

/// <summary>A bad command is answered with its reason and changes nothing.</summary>
public sealed class CommandGateTests : IDisposable, ICommandHandler
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CommandTrust _trust = new();
    private readonly CommandGate _gate;
    private EventTime _now = Sample.Time();
    private int _handled;

    public CommandGateTests()
    {
        Assert.True(_trust.TryAdd("district", _key.ExportSubjectPublicKeyInfoPem()));
        _gate = NewGate();
    }

    [Fact]
    public async Task A_good_command_is_carried_out_once_however_often_it_arrives()
    {
        MqttMessage message = Message(Good());
        CommandResponse first = await Answer(message);
        Assert.True(first.Done);
        Assert.Equal(first with { Values = first.Values }, await Answer(message) with { Values = first.Values });
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_command_is_not_carried_out_again_after_a_restart()
    {
        MqttMessage message = Message(Good());
        await Answer(message);
        CommandResponse again = await NewGate().AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None);
        Assert.True(again.Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_command_that_cannot_be_remembered_is_refused_in_words()
    {
        Directory.CreateDirectory(_folder.File("commands"));
        await Refused(Message(Good()), CommandReasons.Failed, handled: 0);
    }

    [Fact]
    public async Task A_nonce_used_for_another_command_is_refused()
    {
        await Answer(Message(Good()));
        await Refused(Message(Good() with { Arguments = Arguments("""{"direction":"out"}""") }), CommandReasons.NonceReused, handled: 1);
    }

    [Fact]
    public async Task Retained_too_large_and_malformed_commands_are_refused()
    {
        await Refused(Message(Good()) with { Retain = true }, CommandReasons.Retained);
        await Refused(new MqttMessage("t", new byte[300_000]), CommandReasons.TooLarge);
        await Refused(new MqttMessage("t", "{}"u8.ToArray()), CommandReasons.Malformed);
        await Refused(new MqttMessage("t", Encoding.UTF8.GetBytes("""{"key":"district","body":null,"signature":"x"}""")), CommandReasons.Malformed);
        await Refused(Message(Good() with { Nonce = "short" }), CommandReasons.Malformed);
    }

    [Fact]
    public async Task An_unknown_key_and_a_changed_command_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SignedCommand signed = SignedCommand.Sign(Good(), "district", _key);
        await Refused(Message(signed with { Key = "other" }), CommandReasons.UnknownKey);
        await Refused(Message(SignedCommand.Sign(Good(), "district", other)), CommandReasons.BadSignature);
        await Refused(Message(signed with { Body = SignedCommand.Sign(Good() with { Device = "kiosk-2" }, "district", _key).Body }), CommandReasons.BadSignature);
        await Refused(Message(signed with { Signature = "%%%" }), CommandReasons.BadSignature);
    }

    [Fact]
    public async Task A_command_for_another_kiosk_or_by_another_name_is_refused()
    {
        await Refused(Message(Good() with { Device = "kiosk-2" }), CommandReasons.WrongTarget);
        await Refused(Message(Good() with { District = "other" }), CommandReasons.WrongTarget);
        await Refused(Message(Good() with { Name = CommandNames.Restart }), CommandReasons.UnknownCommand);
    }

    [Fact]
    public async Task A_command_outside_its_time_is_refused()
    {
        await Refused(Message(Good() with { Issued = _now.Wall.AddSeconds(-40), Expires = _now.Wall.AddSeconds(-10) }), CommandReasons.Expired);
        await Refused(Message(Good() with { Issued = _now.Wall.AddSeconds(10), Expires = _now.Wall.AddSeconds(40) }), CommandReasons.NotYetValid);
        await Refused(Message(Good() with { Expires = _now.Wall.AddSeconds(31) }), CommandReasons.LifetimeTooLong);
        _now = _now with { Clock = ClockState.Unset };
        await Refused(Message(Good()), CommandReasons.ClockUntrusted);
    }

    public ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken)
    {
        _handled++;
        return ValueTask.FromResult(new CommandResponse(command.Nonce, true, CommandReasons.Done, ""));
    }

    public void Dispose()
    {
        _trust.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    private CommandGate NewGate() => new(Sample.Site, _trust, this, _folder.File("commands"), () => _now);

    private Command Good() => new(
        CommandNames.OpenGate, Sample.Site.District, Sample.Site.Checkpoint, Sample.Site.Device,
        "0123456789abcdef", _now.Wall, _now.Wall.AddSeconds(30), Arguments("""{"direction":"in"}"""));

    private static Dictionary<string, JsonElement> Arguments(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private MqttMessage Message(Command command) => Message(SignedCommand.Sign(command, "district", _key));

    private static MqttMessage Message(SignedCommand signed) =>
        new(Topics.Command(Sample.Site, CommandNames.OpenGate), KioskJson.Encode(signed));

    private async Task<CommandResponse> Answer(MqttMessage message) =>
        await _gate.AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None);

    private async Task Refused(MqttMessage message, string reason, int handled = 0)
    {
        CommandResponse answer = await Answer(message);
        Assert.Equal((false, reason), (answer.Done, answer.Reason));
        Assert.NotEmpty(answer.Detail);
        Assert.Equal(handled, _handled);
    }
}
