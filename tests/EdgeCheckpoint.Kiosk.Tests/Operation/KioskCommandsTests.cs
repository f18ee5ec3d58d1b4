using System.Text.Json;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>What the composed service answers to commands, and what it says it can do.</summary>
public sealed class KioskCommandsTests
{
    private const string Library = "libcheckpoint_vision.so";

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
        await kiosk.StartAsync();
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

    private static KioskReporter Reporter(SimulatedKiosk kiosk, KioskOptions options) => ActivatorUtilities.CreateInstance<KioskReporter>(kiosk.Services, options);
}
