using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>Full verification of one code, single-threaded. Asked for an EU certificate: p50 at most 0.3 ms, at most 20 kB allocated.</summary>
[MemoryDiagnoser]
[Config(typeof(Percentiles))]
public class CredentialBenchmarks
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly VerificationTime Time = new(Noon, ClockState.Synced);
    private readonly DccIssuer _dcc = new();
    private readonly EcdsaSigner _signer = EcdsaSigner.Generate();
    private CredentialVerifier _verifier = new([]);
    private string _certificate = "";
    private string _pass = "";
    private PassClaims? _claims;

    [GlobalSetup]
    public void Setup()
    {
        TrustedKey pass = new(KeyIdentifier.Text(_signer.KeyId.Span), KeyUsages.AnyPass, _signer.SubjectPublicKeyInfo, new FrameworkAlgorithms());
        _verifier = CredentialFormats.Verifier(new TrustedKeySet([_dcc.Key(), pass]));
        _certificate = _dcc.Issue(Noon.AddDays(-1), Noon.AddYears(1));
        _claims = new PassClaims
        {
            Kind = PassKind.Personal,
            Issuer = "320200",
            Id = "0badc0de",
            Subject = "p-1",
            IssuedAt = Noon,
            ExpiresAt = Noon.AddMinutes(1),
            Colour = PassColour.Green,
            Test = new PassTest(Noon.AddHours(-20)),
        };
        _pass = DistrictPass.Issue(_claims, _signer);
        if (!VerifyCertificate() || !VerifyPass())
        {
            throw new InvalidOperationException("A benchmark of refusals measures nothing.");
        }
    }

    [Benchmark]
    public bool VerifyCertificate() => _verifier.Verify(_certificate, Time).IsValid;

    [Benchmark]
    public bool VerifyPass() => _verifier.Verify(_pass, Time).IsValid;

    [Benchmark]
    public string IssuePass() => DistrictPass.Issue(_claims!, _signer);

    [GlobalCleanup]
    public void Cleanup()
    {
        _dcc.Dispose();
        _signer.Dispose();
    }

    private sealed class Percentiles : ManualConfig
    {
        public Percentiles() => AddColumn(StatisticColumn.P50, StatisticColumn.P95, StatisticColumn.Max);
    }
}
