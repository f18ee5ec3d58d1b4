using System.Text.Json;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>Commands on the composed service, answered by what they did.</summary>
public sealed class KioskCommandsTests : IDisposable
{
    private const string Library = "libcheckpoint_vision.so";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_gate_is_said_to_open_only_when_it_does()
    {
        using var disk = new SimulatedDisk(seed: 1);
        await using SimulatedKiosk kiosk = await StorageFaults.OnDisk(disk).StartIdleAsync();
        Assert.True((await AnswerAsync(kiosk, CommandNames.OpenGate)).Done);
        Assert.True(kiosk.GateOpen);
        await kiosk.UntilAsync(() => !kiosk.GateOpen, "the gate is barred again");

        disk.Fault = DiskFault.Io;
        CommandResponse refused = await AnswerAsync(kiosk, CommandNames.OpenGate);
        Assert.Equal((false, CommandReasons.Failed), (refused.Done, refused.Reason));
        CommandResponse again = await AnswerAsync(kiosk, CommandNames.OpenGate);
        Assert.Contains("out-of-service, storage-fault", again.Detail, StringComparison.Ordinal);
        Assert.False(kiosk.GateOpen);
    }

    [Fact]
    public async Task A_mode_that_was_set_stays_over_a_restart_and_is_in_the_status()
    {
        await using (SimulatedKiosk kiosk = await With(KioskMode.Normal).StartIdleAsync())
        {
            CommandResponse done = await AnswerAsync(kiosk, CommandNames.SetMode, ("mode", "lockdown"));
            Assert.Equal("The mode is now lockdown.", done.Detail);
            Assert.Equal(["lockdown"], Limits(kiosk));
        }

        await using (SimulatedKiosk next = await With(KioskMode.Normal).StartAsync())
        {
            await next.ShowsAsync(ScreenPage.Lockdown);
            Assert.Equal(["lockdown"], Limits(next));
            await AnswerAsync(next, CommandNames.SetMode, ("mode", "code-only"));
        }

        await using SimulatedKiosk last = await With(KioskMode.Normal).StartIdleAsync();
        Assert.Equal(["code-only"], Limits(last));
    }

    [Fact]
    public async Task A_mode_configured_on_the_spot_later_overrules_it_for_good()
    {
        await using (SimulatedKiosk kiosk = await With(KioskMode.Normal).StartIdleAsync())
        {
            await AnswerAsync(kiosk, CommandNames.SetMode, ("mode", "maintenance"));
        }

        foreach (KioskMode configured in (KioskMode[])[KioskMode.CodeOnly, KioskMode.Normal])
        {
            await using SimulatedKiosk kiosk = await With(configured).StartAsync();
            Assert.Equal(configured, kiosk.Services.GetRequiredService<CheckpointMachine>().Mode);
            Assert.DoesNotContain("maintenance", Limits(kiosk));
        }
    }

    [NeedsTheory(library: Library)]
    [InlineData(CommandNames.OpenGate, """{"direction":"in"}""", "done")]
    [InlineData(CommandNames.OpenGate, "{}", "done")]
    [InlineData(CommandNames.OpenGate, """{"direction":"out"}""", "bad-arguments")]
    [InlineData(CommandNames.OpenGate, """{"direction":"sideways"}""", "bad-arguments")]
    [InlineData(CommandNames.SetMode, """{"mode":"code-only"}""", "done")]
    [InlineData(CommandNames.SetMode, """{"mode":"party"}""", "bad-arguments")]
    [InlineData(CommandNames.SetMode, "{}", "bad-arguments")]
    [InlineData(CommandNames.Report, """{"from":"garbage"}""", "bad-arguments")]
    [InlineData(CommandNames.Diagnostics, "{}", "done")]
    [InlineData(CommandNames.Diagnostics, """{"depth":3}""", "bad-arguments")]
    public async Task A_command_is_done_only_with_arguments_that_this_kiosk_has(string name, string arguments, string reason)
    {
        await using var kiosk = new SimulatedKiosk();
        await kiosk.StartIdleAsync();
        var command = new Command(
            name, "d1", "c1", "k1", "nonce-nonce-nonce", kiosk.Time.GetUtcNow(), kiosk.Time.GetUtcNow().AddSeconds(20), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!);
        CommandResponse answer = await kiosk.Services.GetRequiredService<ICommandHandler>().HandleAsync(command, CancellationToken.None);
        Assert.Equal((reason == "done", reason), (answer.Done, answer.Reason));
    }

    [NeedsFact(library: Library)]
    public async Task A_kiosk_says_which_commands_it_answers_and_tells_nothing_of_a_disk_that_is_gone()
    {
        await using var kiosk = new SimulatedKiosk();
        await kiosk.StartAsync();
        Assert.Equal(["thermal", "qr", "gate"], Reporter(kiosk, kiosk.Options).Info().Capabilities);
        Assert.NotNull(Reporter(kiosk, kiosk.Options).Health().DiskFreeBytes);

        KioskOptions other = kiosk.Options with
        {
            Rules = kiosk.Options.Rules with { CommandKeysFolder = kiosk.File("keys") },
            Journal = kiosk.Options.Journal with { Folder = kiosk.File("gone") },
        };
        Assert.Equal(CommandNames.All.Select(static c => $"cmd.{c}"), Reporter(kiosk, other).Info().Capabilities.Skip(3));
        Assert.Null(Reporter(kiosk, other).Health().DiskFreeBytes);
    }

    public void Dispose() => _folder.Dispose();

    private SimulatedKiosk With(KioskMode mode)
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with
        {
            Lane = kiosk.Options.Lane with { Mode = mode },
            Journal = kiosk.Options.Journal with { Folder = _folder.File("journal") },
        };
        return kiosk;
    }

    private static KioskReporter Reporter(SimulatedKiosk kiosk, KioskOptions options) => ActivatorUtilities.CreateInstance<KioskReporter>(kiosk.Services, options);

    private static IReadOnlyList<string> Limits(SimulatedKiosk kiosk) => kiosk.Services.GetRequiredService<IKioskReporter>().Limits();

    private static async Task<CommandResponse> AnswerAsync(SimulatedKiosk kiosk, string name, params (string Name, string Value)[] arguments)
    {
        DateTimeOffset now = kiosk.Time.GetUtcNow();
        var command = new Command(
            name, "d1", "c1", "k1", "0123456789abcdef", now, now.AddSeconds(30),
            arguments.ToDictionary(static a => a.Name, static a => JsonSerializer.SerializeToElement(a.Value)));
        return await kiosk.Services.GetRequiredService<ICommandHandler>().HandleAsync(command, CancellationToken.None);
    }
}
