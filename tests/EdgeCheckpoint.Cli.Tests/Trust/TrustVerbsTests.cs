using System.Runtime.Versioning;
using EdgeCheckpoint.Cli.Verbs;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Trust;

/// <summary>A district's documents from its keys to a kiosk's folder, by the command line alone.</summary>
public sealed class TrustVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrustVerbsTests()
    {
        Assert.Equal(ExitCode.Ok, Ctl("pass", "keygen", "--out", At("root")));
        Assert.Equal(ExitCode.Ok, Ctl("pass", "keygen", "--out", At("issuer")));
        Directory.CreateDirectory(At("keys"));
        File.Copy(At("issuer.pem"), Path.Combine(At("keys"), "issuer.pem"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_signed_trust_list_is_verified_and_handed_to_the_kiosk()
    {
        Assert.Equal(ExitCode.Ok, SignTrustList("list.ecpdoc", 5));
        Assert.Equal(ExitCode.Ok, Ctl("trust", "verify", At("list.ecpdoc"), "--roots", At("root.pem")));
        Assert.Equal(ExitCode.No, Ctl("trust", "verify", At("list.ecpdoc"), "--roots", At("issuer.pem")));
        Assert.Equal(ExitCode.Ok, Ctl("trust", "import", At("list.ecpdoc"), "--folder", At("kiosk"), "--roots", At("root.pem")));
        Assert.Equal([Path.Combine(At("kiosk"), "incoming", "trust-list-5.ecpdoc")], Directory.GetFiles(Path.Combine(At("kiosk"), "incoming")));
    }

    [Fact]
    public void A_trust_list_holds_every_file_of_its_folder()
    {
        Directory.CreateDirectory(At("keys/cards"));
        File.WriteAllText(At("keys/cards/set.json"), "\uFEFF{ \"keys\": [] }");
        File.WriteAllText(At("keys/cards/revoked.json"), $$"""{ "kid": "{{new string('a', 43)}}", "method": "rid", "ctr": 1, "rids": ["card-1"] }""");
        Assert.Equal(ExitCode.Ok, SignTrustList("list.ecpdoc", 5));
        TrustFile read = TrustSource.Read(At("list.ecpdoc"), At("root.pem"), new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced));
        Assert.Empty(read.Faults);
        Assert.Single(read.Keys);
        Assert.Single(read.CardRevocations);
    }

    [Fact]
    public void A_file_that_is_not_read_as_keys_keeps_the_list_from_being_signed()
    {
        File.Copy(At("issuer.pem"), At("keys/issuer.txt"));
        Assert.Equal(ExitCode.Config, SignTrustList("list.ecpdoc", 5));
        Assert.False(File.Exists(At("list.ecpdoc")));
    }

    [Fact]
    public void An_older_one_than_the_kiosk_has_is_not_handed_over()
    {
        Directory.CreateDirectory(At("kiosk"));
        Assert.Equal(ExitCode.Ok, SignTrustList(Path.Combine("kiosk", "trust-list.ecpdoc"), 5));
        Assert.Equal(ExitCode.Ok, SignTrustList("old.ecpdoc", 4));
        Assert.Equal(ExitCode.No, Ctl("trust", "import", At("old.ecpdoc"), "--folder", At("kiosk"), "--roots", At("root.pem")));
        Assert.False(Directory.Exists(Path.Combine(At("kiosk"), "incoming")));
        Assert.Equal(ExitCode.Ok, Ctl("trust", "show", "--folder", At("kiosk"), "--roots", At("root.pem")));
    }

    [Fact]
    public void A_policy_with_errors_is_not_signed()
    {
        File.WriteAllText(At("bad.json"), "{}");
        Assert.Equal(ExitCode.Config, Ctl("trust", "sign", "policy", "--body", At("bad.json"), "--key", At("root.key.pem"), "--district", "d1", "--out", At("bad.ecpdoc")));
        Assert.False(File.Exists(At("bad.ecpdoc")));
        Assert.Equal(ExitCode.Config, Ctl("policy", "check", At("bad.json")));
    }

    [Theory]
    [InlineData("--district", "d 1/#")]
    [InlineData("--district", "d1", "--number", "-1")]
    [InlineData("--district", "d1", "--base", "1")]
    public void What_no_kiosk_would_take_is_not_signed(params string[] options)
    {
        string policy = Path.Combine(Repository.Root, "policies", "dcc.json");
        Assert.Equal(ExitCode.Usage, Ctl(["trust", "sign", "policy", "--body", policy, "--key", At("root.key.pem"), "--out", At("bad.ecpdoc"), .. options]));
        Assert.False(File.Exists(At("bad.ecpdoc")));
    }

    [Fact]
    public void An_expired_document_is_not_usable()
    {
        Assert.Equal(ExitCode.Ok, SignTrustList("list.ecpdoc", 5));
        Assert.Equal(ExitCode.No, Ctl("trust", "verify", At("list.ecpdoc"), "--roots", At("root.pem"), "--at", "2100-01-01"));
        Assert.Equal(ExitCode.No, Ctl("trust", "verify", At("list.ecpdoc"), "--roots", At("root.pem"), "--at", "2000-01-01"));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_document_that_rotted_on_the_kiosk_is_handed_over_again_and_can_be_read_there()
    {
        Directory.CreateDirectory(At("kiosk"));
        Assert.Equal(ExitCode.Ok, SignTrustList("list.ecpdoc", 5));
        byte[] rotten = File.ReadAllBytes(At("list.ecpdoc"));
        rotten[^3] ^= 1;
        File.WriteAllBytes(At("kiosk/trust-list.ecpdoc"), rotten);
        File.SetUnixFileMode(At("list.ecpdoc"), UnixFileMode.UserRead);
        Assert.Equal(ExitCode.Ok, Ctl("trust", "import", At("list.ecpdoc"), "--folder", At("kiosk"), "--roots", At("root.pem")));
        Assert.True(File.GetUnixFileMode(At("kiosk/incoming/trust-list-5.ecpdoc")).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void A_sealed_watch_list_can_be_signed()
    {
        File.WriteAllText(At("list.csv"), "format,subject,class,from,until\nECP1,d1:p1,3+11,2026-03-01,\n");
        Assert.Equal(ExitCode.Ok, Ctl("trust", "seal", At("list.csv"), "--secret", At("secret"), "--out", At("list.bin")));
        Assert.Equal(ExitCode.Ok, Ctl("trust", "sign", "watch-list", "--body", At("list.bin"), "--key", At("root.key.pem"), "--district", "d1", "--out", At("w.ecpdoc")));
        Assert.Equal(ExitCode.Ok, Ctl("trust", "verify", At("w.ecpdoc"), "--roots", At("root.pem")));
    }

    [Fact]
    public void A_subject_with_commas_and_quotes_is_sealed_as_the_card_has_it()
    {
        File.WriteAllText(At("list.csv"), "format,subject,class,from,until\nSHC,\"[{\"\"family\"\":\"\"Li\"\",\"\"given\"\":[\"\"Na\"\"]}]|1990-01-01\",3+11,2026-03-01,2026-03-15\n");
        Assert.Equal(ExitCode.Ok, Ctl("trust", "seal", At("list.csv"), "--secret", At("secret"), "--out", At("list.bin")));
        var keys = new WatchListKeys(Convert.FromBase64String(File.ReadAllText(At("secret")).Trim()));
        WatchListEntry entry = Assert.Single(WatchListBody.Open(File.ReadAllBytes(At("list.bin")), keys)!);
        Assert.Equal(keys.HashOf("shc", """[{"family":"Li","given":["Na"]}]|1990-01-01""").ToString(), entry.Hash);
    }

    [Theory]
    [InlineData("format,subject,class,from\nECP1,d1:p1,3+11,2026-03-01\n")]
    [InlineData("format,subject,class,from,until\nECP1,p1,3+11,2026-03-01,\n")]
    [InlineData("format,subject,class,from,until\nECP1,d1:p1,,2026-03-01,\n")]
    [InlineData("format,subject,class,from,until\nECP1,d1:p1,3+11,soon,\n")]
    [InlineData("format,subject,class,from,until\nECP1,d1:p1,3+11,2026-03-01,late\n")]
    public void A_watch_list_with_a_wrong_row_is_not_sealed(string csv)
    {
        File.WriteAllText(At("list.csv"), csv);
        Assert.Equal(ExitCode.Config, Ctl("trust", "seal", At("list.csv"), "--secret", At("secret"), "--out", At("list.bin")));
        Assert.False(File.Exists(At("list.bin")));
    }

    [Fact]
    public void The_cases_of_a_ready_policy_run_from_the_command_line() =>
        Assert.Equal(ExitCode.Ok, Ctl("policy", "test", "dcc", "--cases", Path.Combine(Repository.Root, "policies", "cases", "dcc.json")));

    private int SignTrustList(string file, int number) => Ctl(
        "trust", "sign", "trust-list", "--keys", At("keys"), "--key", At("root.key.pem"), "--district", "d1", "--number", $"{number}", "--out", At(file));

    private string At(string name) => _folder.File(name);

    private static int Ctl(params string[] arguments) => CommandTree.Root().Parse(arguments).Invoke();
}
