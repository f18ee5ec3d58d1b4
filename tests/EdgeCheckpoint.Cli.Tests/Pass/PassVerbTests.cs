using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Pass;

/// <summary>The verbs as a technician uses them, one process a call.</summary>
public sealed class PassVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task From_nothing_to_a_verified_pass()
    {
        Assert.Equal(0, (await RunAsync("", "pass", "keygen", "--out", "d")).ExitCode);
        (int issued, string code) = await RunAsync("", "pass", "issue", "--key", "d.key.pem", "--issuer", "320200", "--subject", "p1", "--colour", "green", "--at", "2026-05-06T12:00:00Z");
        Assert.Equal(0, issued);
        (int good, string answer) = await RunAsync(code, "verify", "--trust", "d.pem", "--at", "2026-05-06T12:00:30Z", "--json", "-");
        Assert.Equal((0, true), (good, (bool?)JsonNode.Parse(answer)!["valid"]));
        (int late, answer) = await RunAsync(code, "pass", "verify", "--trust", "d.pem", "--at", "2026-05-06T13:00:00Z", "--json", "-");
        Assert.Equal((1, "code-expired"), (late, (string?)JsonNode.Parse(answer)!["reasons"]![0]));
    }

    [Fact]
    public async Task What_judged_nothing_is_no_success()
    {
        await RunAsync("", "pass", "keygen", "--out", "d");
        (_, string code) = await RunAsync("", "pass", "issue", "--key", "d.key.pem", "--issuer", "i", "--subject", "p1", "--kind", "exit");
        Assert.Equal((66, ""), await RunAsync("", "verify", "--trust", "d.pem", "-"));
        Assert.Equal((66, ""), await RunAsync("\n\n", "verify", "--trust", "d.pem", "-"));
        Directory.CreateDirectory(_folder.File("keys"));
        File.Copy(_folder.File("d.pem"), _folder.File("keys/d.pem"));
        Assert.Equal(0, (await RunAsync(code, "verify", "--trust", "keys", "-")).ExitCode);
        await File.WriteAllTextAsync(_folder.File("keys/crl.json"), """{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"ri""");
        Assert.Equal((66, ""), await RunAsync(code, "verify", "--trust", "keys", "-"));
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public async Task A_batch_is_issued_and_laid_out_for_print_with_everything_escaped()
    {
        await RunAsync("", "pass", "keygen", "--out", "d", "--algorithm", "ed25519");
        await File.WriteAllTextAsync(_folder.File("rows.csv"), "subject,unit\n<b>1</b>,a\n2,b\n");
        Assert.Equal(0, (await RunAsync("", "pass", "issue", "--key", "d.key.pem", "--csv", "rows.csv", "--out", "p.jsonl", "--issuer", "i", "--kind", "exit")).ExitCode);
        Assert.Equal(0, (await RunAsync("", "pass", "print", "p.jsonl", "--out", "s.html")).ExitCode);
        string html = await File.ReadAllTextAsync(_folder.File("s.html"));
        Assert.Equal(2, html.Split("<svg").Length - 1);
        Assert.DoesNotContain("<b>1</b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;1&lt;/b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_trust_list_is_proved_before_it_is_used()
    {
        await RunAsync("", "pass", "keygen", "--out", "root");
        await RunAsync("", "pass", "keygen", "--out", "issuer");
        Directory.CreateDirectory(_folder.File("keys"));
        File.Move(_folder.File("issuer.pem"), _folder.File("keys/issuer.pem"));
        Assert.Equal(0, (await RunAsync("", "trust", "sign", "trust-list", "--key", "root.key.pem", "--district", "d1", "--keys", "keys", "--out", "list.ecpdoc")).ExitCode);
        (_, string code) = await RunAsync("", "pass", "issue", "--key", "issuer.key.pem", "--issuer", "d1", "--subject", "p1", "--kind", "exit");
        Assert.Equal(0, (await RunAsync(code, "verify", "--trust", "list.ecpdoc", "--roots", "root.pem", "-")).ExitCode);
        Assert.Equal(66, (await RunAsync(code, "verify", "--trust", "list.ecpdoc", "-")).ExitCode);
        Assert.Equal(66, (await RunAsync(code, "verify", "--trust", "list.ecpdoc", "--roots", "keys", "-")).ExitCode);
        Assert.Equal(66, (await RunAsync(code, "verify", "--trust", "list.ecpdoc", "--roots", "root.pem", "--at", "2040-01-01", "-")).ExitCode);
    }

    [Fact]
    public async Task A_batch_with_a_wrong_row_issues_nothing()
    {
        await RunAsync("", "pass", "keygen", "--out", "d");
        await File.WriteAllTextAsync(_folder.File("rows.csv"), "subject,lifetime\n1,30d\n2,soon\n");
        Assert.Equal(66, (await RunAsync("", "pass", "issue", "--key", "d.key.pem", "--csv", "rows.csv", "--out", "p.jsonl", "--issuer", "i", "--kind", "exit")).ExitCode);
        Assert.False(File.Exists(_folder.File("p.jsonl")));
    }

    [Fact]
    public async Task A_batch_of_two_passes_with_one_id_issues_nothing()
    {
        await RunAsync("", "pass", "keygen", "--out", "d");
        await File.WriteAllTextAsync(_folder.File("rows.csv"), "subject,id\na,ab12\nb,ab12\n");
        (int exitCode, _) = await RunAsync("", "pass", "issue", "--key", "d.key.pem", "--csv", "rows.csv", "--out", "p.jsonl", "--issuer", "i", "--kind", "exit");
        Assert.Equal((66, false), (exitCode, File.Exists(_folder.File("p.jsonl"))));
    }

    [NeedsFact(library: "libcheckpoint_vision.so")]
    public async Task Blank_lines_are_no_passes_and_a_wrong_line_leaves_no_half_sheet()
    {
        const string pass = """{"id":"ab","kind":"exit","subject":"a","expiresAt":"2026-06-01","text":"ECP1:AB"}""";
        await File.WriteAllTextAsync(_folder.File("p.jsonl"), $"{pass}\n\n{pass}\n\n");
        Assert.Equal(0, (await RunAsync("", "pass", "print", "p.jsonl", "--out", "s.html")).ExitCode);
        Assert.Equal(2, (await File.ReadAllTextAsync(_folder.File("s.html"))).Split("<svg").Length - 1);

        foreach (string wrong in (string[])["{}", "nonsense", pass.Replace("ECP1:AB", "", StringComparison.Ordinal), pass.Replace("ECP1:AB", new string('a', 4000), StringComparison.Ordinal)])
        {
            await File.WriteAllTextAsync(_folder.File("bad.jsonl"), $"{pass}\n{wrong}\n");
            Assert.Equal(66, (await RunAsync("", "pass", "print", "bad.jsonl", "--out", "bad.html")).ExitCode);
            Assert.False(File.Exists(_folder.File("bad.html")));
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Cli.dll"), .. arguments])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
