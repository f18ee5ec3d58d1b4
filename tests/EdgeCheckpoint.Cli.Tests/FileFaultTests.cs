using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Simulation.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests;

/// <summary>Files that are missing, of the wrong kind, empty, damaged or locked: an exit code and a sentence, never a stack trace.</summary>
public sealed class FileFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileFaultTests()
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.WriteAllText(_folder.File("empty"), "");
        File.WriteAllText(_folder.File("object"), "{}\n");
        File.WriteAllBytes(_folder.File("garbage"), [0x89, 0x50, 0x00, 0xFF, .. Enumerable.Range(0, 2000).Select(static i => (byte)(i * 7))]);
        foreach (string name in (string[])["empty", "object", "garbage"])
        {
            File.Copy(_folder.File(name), _folder.File($"{name}.json"));
            File.Copy(_folder.File(name), _folder.File($"{name}.u16.gz"));
        }
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Reading =>
    [
        "thermal analyze FILE", "thermal analyze FILE.json", "thermal analyze FILE.u16.gz", "thermal convert --eeprom FILE --frame FILE --emissivity 0.98",
        "thermal calibrate show --file FILE", "qr decode FILE", "qr bench --manifest FILE", "replay --thermal FILE --eeprom FILE --images FILE",
        "journal replay FILE", "outbox show FILE", "outbox verify FILE", "outbox export FILE", "outbox prune FILE", "pass print FILE --out SHEETS",
        "verify ABC --trust FILE", "trust verify FILE --roots FILE",
    ];

    [Theory]
    [MemberData(nameof(Reading))]
    public async Task An_input_that_is_none_is_said_to_be_none(string verb)
    {
        foreach (string name in (string[])["missing", "folder", "empty", "object", "garbage"])
        {
            string[] arguments = [.. verb.Replace("FILE", _folder.File(name), StringComparison.Ordinal).Replace("SHEETS", _folder.File("sheets"), StringComparison.Ordinal).Split(' ')];
            int exitCode = await RunAsync(arguments);
            bool holdsNothing = name == "empty" && verb.StartsWith("pass print", StringComparison.Ordinal);
            Assert.True(exitCode == ExitCode.NoInput || holdsNothing, $"checkpointctl {string.Join(' ', arguments)}: {exitCode}");
        }
    }

    [Theory]
    [InlineData("outbox show LOCKED")]
    [InlineData("trust show --folder LOCKED --roots KEY")]
    [InlineData("verify ABC --trust LOCKED")]
    [InlineData("qr decode LOCKED")]
    public async Task A_folder_that_may_not_be_read_is_told_in_a_sentence(string verb)
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("pass", "keygen", "--out", _folder.File("key")));
        Assert.Equal(0, ProgramRun.Of("chmod", "0", Directory.CreateDirectory(_folder.File("locked")).FullName).ExitCode);
        string[] arguments = [.. verb.Replace("LOCKED", _folder.File("locked"), StringComparison.Ordinal).Replace("KEY", _folder.File("key.pem"), StringComparison.Ordinal).Split(' ')];
        // Root may read everything as long as it has these two capabilities.
        ProgramRun run = Environment.UserName == "root"
            ? ProgramRun.Of("setpriv", ["--bounding-set=-dac_override,-dac_read_search", "dotnet", Tool, .. arguments])
            : ProgramRun.Of("dotnet", [Tool, .. arguments]);
        Assert.Equal(ExitCode.NoInput, run.ExitCode);
        Assert.StartsWith("checkpointctl: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_answer_cannot_be_written_the_exit_code_says_so()
    {
        ProgramRun full = ProgramRun.Of("sh", "-c", $"dotnet '{Tool}' board > /dev/full");
        Assert.Equal(ExitCode.Io, full.ExitCode);
        Assert.StartsWith("checkpointctl: ", full.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", full.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Io, ProgramRun.Of("sh", "-c", $"dotnet '{Tool}' board > /dev/full 2>&1").ExitCode);
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public async Task A_replay_plays_to_its_end_and_tells_of_pictures_that_nobody_can_read()
    {
        Words("eeprom", SyntheticEeprom.Build(1));
        Words("frame", new ushort[834]);
        string pictures = _folder.File("pictures");
        Directory.CreateDirectory(pictures);
        string[] replay = ["replay", "--thermal", _folder.File("frame"), "--eeprom", _folder.File("eeprom"), "--images", pictures, "--json"];
        Assert.Equal(ExitCode.NoInput, await RunAsync(replay));

        new GrayPicture(64, 64).Save(Path.Combine(pictures, "black.png"));
        Assert.Equal(ExitCode.Ok, await RunAsync(replay));

        File.Copy(_folder.File("garbage"), Path.Combine(pictures, "a.png"));
        ProgramRun run = ProgramRun.Of("dotnet", [Tool, .. replay]);
        Assert.Equal(ExitCode.NoInput, run.ExitCode);
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("a.png", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("pass", "verify")]
    public async Task A_code_that_is_too_long_is_too_long_for_every_verb(params string[] verb)
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("pass", "keygen", "--out", _folder.File("key")));
        ProgramRun run = ProgramRun.Of("dotnet", [Tool, .. verb, new string('A', 5000), "--trust", _folder.File("key.pem")]);
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("code-too-large", run.Output, StringComparison.Ordinal);
    }

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll");

    private static Task<int> RunAsync(params string[] arguments) => Invocation.RunAsync(arguments, TextWriter.Null, TextWriter.Null);

    private void Words(string name, ushort[] words) => File.WriteAllText(_folder.File(name), string.Join(',', words));
}
