using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using Xunit.Abstractions;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>Hostile codes: a fixed number here, as long as you like by <c>./fuzz.sh credential SECONDS [SEED]</c>.</summary>
public sealed class CredentialFuzzTests(ITestOutputHelper output)
{
    private const int CodesInTests = 10_000;
    private static readonly TimeSpan MaxPerCode = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void No_mutated_code_is_accepted_throws_or_exceeds_the_limits()
    {
        int seed = Setting("ECP_FUZZ_SEED") ?? 20260506;
        int? seconds = Setting("ECP_FUZZ_SECONDS");
        using CodeSeeds seeds = new();
        Assert.All(seeds.Genuine, static g => Assert.Equal([], g.Reasons));
        CodeMutator mutator = new(new Random(seed), seeds);
        FuzzTally tally = new(seeds, timed: seconds is not null);
        long start = TimeProvider.System.GetTimestamp();
        while (seconds is { } limit ? TimeProvider.System.GetElapsedTime(start).TotalSeconds < limit : tally.Codes < CodesInTests)
        {
            FuzzCode code = mutator.Next();
            string? fault = tally.Try(code);
            Assert.True(fault is null, $"{fault}\nseed {seed}, code number {tally.Codes}: {code.Text}");
        }

        Assert.InRange(tally.BehindTheSignature.Values.Sum(), tally.Codes / 4, tally.Codes);
        Assert.All(seeds.Genuine, g => Assert.InRange(tally.BehindTheSignature[g.Format], tally.Codes / 40, tally.Codes));
        Assert.InRange(tally.Used, tally.Codes / 50, tally.Codes);

        output.WriteLine($"seed {seed}: {tally}");
        Console.WriteLine($"credential fuzz, seed {seed}: {tally}");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Judges every answer and keeps the extremes.</summary>
    private sealed class FuzzTally(CodeSeeds seeds, bool timed)
    {
        private readonly Dictionary<string, int> _reasons = [];
        private TimeSpan _slowest;
        private int _mostChecks;
        private int _unchanged;

        public int Codes { get; private set; }

        /// <summary>By format, codes that a signature or a provider vouched for.</summary>
        public Dictionary<string, int> BehindTheSignature { get; } = [];

        /// <summary>Genuine codes with changed content that were valid, and went to the rules.</summary>
        public int Used { get; private set; }

        /// <returns>What is wrong; null when nothing is.</returns>
        public string? Try(FuzzCode code)
        {
            Codes++;
            seeds.SignatureChecks = 0;
            long start = TimeProvider.System.GetTimestamp();
            CredentialResult result;
            try
            {
                result = seeds.Verifier.Verify(code.Text, Passes.At(Passes.Noon));
            }
            catch (Exception e)
            {
                return $"threw {e}";
            }

            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
            int checks = seeds.SignatureChecks;
            if (result.Proved || result.KeyId is not null)
            {
                BehindTheSignature[result.Format] = BehindTheSignature.GetValueOrDefault(result.Format) + 1;
            }

            if (result.IsValid && code.Genuine && FaultInUse(result) is { } fault)
            {
                return fault;
            }

            _mostChecks = Math.Max(_mostChecks, checks);
            string reason = result.Reasons.Count == 0 ? "valid" : result.Reasons[0];
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
            return result.IsValid && !code.Genuine && !SaysWhatAGenuineOneSays(result) ? "accepted a forgery"
                : result.IsValid == (result.Reasons.Count > 0) ? "status and reasons contradict each other"
                : checks > ITrustedKeys.MaxCandidates ? $"cost {checks} signature checks"
                : timed && TooSlow(code.Text, elapsed) ? $"took {elapsed.TotalMilliseconds:F1} ms"
                : null;
        }

        private string? FaultInUse(CredentialResult result)
        {
            Used++;
            try
            {
                seeds.Use(result);
                return null;
            }
            catch (Exception e)
            {
                return $"threw when used {e}";
            }
        }

        public override string ToString() =>
            $"{Codes} codes, {BehindTheSignature.Values.Sum()} behind the signature, {Used} of them used, {_unchanged} said what a genuine one says, slowest {_slowest.TotalMilliseconds:F1} ms, at most {_mostChecks} signature checks, "
            + string.Join(", ", _reasons.OrderByDescending(static r => r.Value).Select(static r => $"{r.Key} {r.Value}"));

        /// <summary>A change outside what is signed changes nothing; anything else that is accepted is a forgery.</summary>
        private bool SaysWhatAGenuineOneSays(CredentialResult result)
        {
            _unchanged++;
            return seeds.Genuine.Any(g => g.Format == result.Format && g.Id == result.Id && g.Subject == result.Subject && JsonNode.DeepEquals(g.Claims, result.Claims));
        }

        /// <summary>A busy machine makes anything slow a few times; a slow code is slow ten times.</summary>
        private bool TooSlow(string code, TimeSpan elapsed)
        {
            for (int again = 0; again < 9 && elapsed > MaxPerCode; again++)
            {
                long start = TimeProvider.System.GetTimestamp();
                seeds.Verifier.Verify(code, Passes.At(Passes.Noon));
                TimeSpan repeated = TimeProvider.System.GetElapsedTime(start);
                elapsed = repeated < elapsed ? repeated : elapsed;
            }

            _slowest = elapsed > _slowest ? elapsed : _slowest;
            return elapsed > MaxPerCode;
        }
    }
}
