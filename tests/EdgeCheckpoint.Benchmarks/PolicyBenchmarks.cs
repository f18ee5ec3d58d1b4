using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>One decision of every ready policy. Target: at most 20 µs.</summary>
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private PolicyDocument _policy = ReadyPolicies.Load(ReadyPolicies.Default);
    private PolicyInput _input = Pass();

    public static IEnumerable<string> Policies => ReadyPolicies.Names;

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = ReadyPolicies.Default;

    [GlobalSetup]
    public void Setup()
    {
        _policy = ReadyPolicies.Load(Policy);
        _input = Policy == "dcc" ? Certificate() : Pass();
    }

    [Benchmark]
    public PolicyDecision Evaluate() => _policy.Evaluate(_input);

    private static PolicyInput Pass() => Input(new CredentialResult
    {
        Format = "ECP1",
        Kind = "personal",
        Status = CredentialStatus.Valid,
        Claims = new JsonObject { ["colour"] = "green", ["test"] = new JsonObject { ["at"] = "2026-03-02T01:00:00Z" } },
    });

    private static PolicyInput Certificate() => Input(new CredentialResult
    {
        Format = "HC1",
        Kind = "vaccination",
        Status = CredentialStatus.Valid,
        Claims = JsonNode.Parse("""{ "v": [{ "tg": "840539006", "dn": 2, "sd": 2, "dt": "2025-12-01" }] }""")!.AsObject(),
    });

    private static PolicyInput Input(CredentialResult credential) => new()
    {
        Credential = credential,
        Observation = new SubjectObservation
        {
            At = MonotonicInstant.FromMilliseconds(1000),
            State = SubjectState.Measured,
            People = 1,
            Reading = new Measurement(36.6, 0.2, "fixed"),
            Class = TemperatureClass.Normal,
        },
        Now = new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.FromHours(8)),
        Clock = ClockState.Synced,
        Site = new Site("d1", "c1", "k1"),
        Direction = Direction.In,
        Vehicle = new VehicleInput("苏B12345", 2, 2, 0, 2, 2),
    };
}
