using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Scanner;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Scanner;

/// <summary>Scanners behind a real pseudo-terminal, and behind the lab's keyboard.</summary>
[Collection(LabDevices.Collection)]
public sealed class ScannerSourceTests
{
    private const string Pass = "XK1:eyJhbGciOiJFUzI1NiJ9.aB3_-~:/?#[]@!$&'()*+,;=%";

    [Fact]
    public async Task A_serial_scanner_gives_its_codes()
    {
        using PseudoTerminal terminal = PseudoTerminal.Open();
        await using ScannerSource scanner = ScannerSource.Start(new ScannerOptions { Kind = ScannerKind.Serial, Device = terminal.Path, Baud = 115200 }, TimeProvider.System);
        await Until(() => terminal.IsRaw);
        string longest = new('Z', ScannedCode.MaximumCharacters);
        terminal.Send($"{Pass}\r\n{longest}\r\n{longest}1\r\n温度\n");
        Assert.Equal(Pass, (await Next(scanner)).Text);
        Assert.Equal(longest, (await Next(scanner)).Text);
        Assert.Equal("温度", (await Next(scanner)).Text);
        Assert.Equal(1, scanner.ThrownAway);
    }

    [Fact]
    public async Task A_serial_scanner_that_is_unplugged_and_plugged_in_again_is_found()
    {
        using TemporaryFolder folder = new();
        PseudoTerminal first = PseudoTerminal.Open();
        File.CreateSymbolicLink(folder.File("scanner"), first.Path);
        await using ScannerSource scanner = ScannerSource.Start(new ScannerOptions { Kind = ScannerKind.Serial, Device = folder.File("scanner") }, TimeProvider.System);
        await Until(() => first.IsRaw);
        first.Send("half a co");
        first.Dispose();
        await Until(() => scanner.Fault.Contains("went away", StringComparison.Ordinal));
        using PseudoTerminal second = PseudoTerminal.Open();
        File.Delete(folder.File("scanner"));
        File.CreateSymbolicLink(folder.File("scanner"), second.Path);
        await Until(() => second.IsRaw);
        second.Send("whole\r");
        Assert.Equal("whole", (await Next(scanner)).Text);
        Assert.Equal("", scanner.Fault);
    }

    [NeedsFact(program: "mkfifo gcc")]
    public async Task A_scanner_that_types_is_taken_for_us_alone_and_gives_its_codes()
    {
        using TemporaryFolder folder = new();
        using LabKeyboard keyboard = new(folder.File("keys"));
        ScannerSource scanner = ScannerSource.Start(new ScannerOptions { Kind = ScannerKind.Keyboard, Device = LabDevices.Keyboard }, TimeProvider.System);
        await Until(() => LabDevices.KeyboardGrabbed);
        keyboard.Send(Typist.Type($"{Pass}\r"));
        Assert.Equal(Pass, (await Next(scanner)).Text);
        await scanner.DisposeAsync();
        Assert.False(LabDevices.KeyboardGrabbed);
    }

    [NeedsFact(program: "mkfifo gcc")]
    public async Task Keys_the_kernel_lost_spoil_their_code_and_no_other()
    {
        using TemporaryFolder folder = new();
        using LabKeyboard keyboard = new(folder.File("keys"));
        await using ScannerSource scanner = ScannerSource.Start(new ScannerOptions { Kind = ScannerKind.Keyboard, Device = LabDevices.Keyboard }, TimeProvider.System);
        await Until(() => LabDevices.KeyboardGrabbed);
        keyboard.Send([.. Typist.Type("before\rXK1:"), Typist.Key(42, 1), new InputAbi.InputEvent { Type = 0, Code = InputAbi.Dropped }, .. Typist.Type("rest\rnext\r")]);
        Assert.Equal("before", (await Next(scanner)).Text);
        Assert.Equal("next", (await Next(scanner)).Text);
        Assert.Equal(1, scanner.ThrownAway);
    }

    [Theory]
    [InlineData("Serial", "/dev/no-such-scanner", "plug the scanner in")]
    [InlineData("Serial", "/dev/null", "kind Keyboard")]
    [InlineData("Keyboard", "/dev/no-such-scanner", "plug the scanner in")]
    [InlineData("Keyboard", "/dev/null", "kind Serial")]
    public async Task What_is_wrong_with_a_device_is_said_with_what_to_do(string kind, string device, string remedy)
    {
        await using ScannerSource scanner = ScannerSource.Start(new ScannerOptions { Kind = Enum.Parse<ScannerKind>(kind), Device = device }, TimeProvider.System);
        await Until(() => scanner.Fault.Length > 0);
        Assert.Contains(remedy, scanner.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_say_everything_that_is_wrong_at_once() =>
        Assert.Equal(3, new ScannerOptions { Kind = ScannerKind.Serial, Baud = 1200, PauseMilliseconds = 1 }.Validate().Count);

    private static async Task<ScannedCode> Next(ScannerSource scanner)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        return await scanner.ReadAsync(patience.Token);
    }

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    private sealed class LabKeyboard : IDisposable
    {
        private readonly FileStream _keys;

        public LabKeyboard(string fifo)
        {
            using Process make = Process.Start("mkfifo", fifo);
            make.WaitForExit();
            LabDevices.StartKeyboard(fifo);
            _keys = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }

        public void Send(List<InputAbi.InputEvent> events) => _keys.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(events)));

        public void Dispose() => _keys.Dispose();
    }
}
