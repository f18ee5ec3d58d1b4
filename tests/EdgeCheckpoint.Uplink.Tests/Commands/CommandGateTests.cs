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
    private Action _meanwhile = static () => { };

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

    [Fact]
    public async Task A_line_torn_by_a_power_cut_makes_no_other_command_forgotten()
    {
        File.WriteAllText(Memory, "aaaaaaaaaaaaaaaa 17723");
        MqttMessage message = Message(Good());
        Assert.True((await Answer(message)).Done);
        Assert.True((await NewGate().AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None)).Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_memory_as_it_was_written_before_is_still_read()
    {
        MqttMessage message = Message(Good());
        await Answer(message);
        // Lines used to end with their break.
        File.WriteAllLines(Memory, File.ReadAllLines(Memory).Where(static l => l.Length > 0));
        Assert.True((await NewGate().AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None)).Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_command_that_was_carried_out_is_answered_so_although_its_answer_cannot_be_noted()
    {
        _meanwhile = () =>
        {
            File.Delete(Memory);
            Directory.CreateDirectory(Memory);
        };
        MqttMessage message = Message(Good());
        Assert.True((await Answer(message)).Done);
        Assert.True((await Answer(message)).Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_command_that_cannot_be_noted_is_not_carried_out_and_may_be_once_it_can()
    {
        Directory.CreateDirectory(Memory);
        MqttMessage message = Message(Good());
        await Refused(message, CommandReasons.Failed);
        Directory.Delete(Memory);
        Assert.True((await Answer(message)).Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_is_never_taken_for_an_empty_one()
    {
        MqttMessage message = Message(Good());
        await Answer(message);
        string remembered = File.ReadAllText(Memory);

        // Reading the start of this file is an input/output error.
        File.Delete(Memory);
        File.CreateSymbolicLink(Memory, "/proc/self/mem");
        CommandGate next = NewGate();
        CommandResponse blind = await next.AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None);
        Assert.Equal((false, CommandReasons.Failed), (blind.Done, blind.Reason));

        File.Delete(Memory);
        File.WriteAllText(Memory, remembered);
        Assert.True((await next.AnswerAsync(CommandNames.OpenGate, message, CancellationToken.None)).Done);
        Assert.Equal(1, _handled);
    }

    [Fact]
    public async Task A_handler_that_fails_is_answered_and_not_tried_again()
    {
        _meanwhile = static () => throw new IOException("no gate");
        MqttMessage message = Message(Good());
        await Refused(message, CommandReasons.Failed, handled: 1);
        await Refused(message, CommandReasons.Failed, handled: 1);
    }

    public ValueTask<CommandResponse> HandleAsync(Command command, CancellationToken cancellationToken)
    {
        _handled++;
        _meanwhile();
        return ValueTask.FromResult(new CommandResponse(command.Nonce, true, CommandReasons.Done, ""));
    }

    public void Dispose()
    {
        _trust.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    private string Memory => _folder.File("commands");

    private CommandGate NewGate() => new(Sample.Site, _trust, this, Memory, () => _now);

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
