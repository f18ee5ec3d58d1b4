using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Tests.Credential;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Lists;

public sealed class RevocationTests
{
    private const int Entries = 100_000;

    private static readonly RevocationSnapshot Snapshot = RevocationSnapshot.Build(Enumerable.Range(0, Entries).Select(static i => Listed(i)));

    [Fact]
    public void Every_entry_is_found_and_no_other()
    {
        int lost = Enumerable.Range(0, Entries).Count(static i => !Snapshot.Contains(Listed(i)));
        int wrong = Enumerable.Range(0, Entries).Count(static i => Snapshot.Contains(Other(i)));
        Assert.Equal((0, 0), (lost, wrong));
    }

    [Fact]
    public void The_filter_asks_the_exact_list_in_vain_less_than_once_in_ten_thousand()
    {
        const int asked = 300_000;
        int suspected = 0;
        for (int i = 0; i < asked; i++)
        {
            suspected += Snapshot.Suspects(Other(i)) ? 1 : 0;
        }

        Assert.InRange(suspected, 1, asked / 10_000);
    }

    [Fact]
    public void Ten_million_entries_need_no_more_than_40_megabytes() =>
        Assert.InRange(new RevocationFilter(10_000_000).Bytes, 1, 40_000_000);

    [Fact]
    public void Crowded_and_extreme_hashes_are_found_all_the_same()
    {
        ListHash[] hashes =
        [
            new(0, 0), new(0, 1), new(0, ulong.MaxValue), new(1, 0), new(ulong.MaxValue, 0), new(ulong.MaxValue, ulong.MaxValue),
            .. Enumerable.Range(0, 5000).Select(static i => new ListHash(42, (ulong)i)),
            .. Enumerable.Range(0, 5000).Select(static i => new ListHash(ulong.MaxValue - (ulong)i, 7)),
        ];
        var crowded = RevocationSnapshot.Build(hashes);
        Assert.All(hashes, h => Assert.True(crowded.Contains(h)));
        Assert.False(crowded.Contains(new ListHash(42, 5000)));
        Assert.False(crowded.Contains(new ListHash(2, 0)));
    }

    [Fact]
    public void A_body_is_read_as_it_was_written()
    {
        ListHash[] sorted = [.. Enumerable.Range(0, 10_000).Select(static i => Listed(i)).Order()];
        byte[] body = new byte[sorted.Length * ListHash.Bytes];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i].Write(body.AsSpan(i * ListHash.Bytes));
        }

        Assert.Null(RevocationSnapshot.Problem(new MemoryStream(body), body.Length));
        var read = RevocationSnapshot.Build(new MemoryStream(body), new MemoryEntries(sorted));
        Assert.All(sorted, h => Assert.True(read.Contains(h)));

        body[0] = 0xFF;
        Assert.NotNull(RevocationSnapshot.Problem(new MemoryStream(body), body.Length));
        Assert.NotNull(RevocationSnapshot.Problem(new MemoryStream(body), body.Length - 1));
    }

    [Fact]
    public void A_delta_adds_and_removes_until_the_next_snapshot()
    {
        var revocations = new RevocationsInForce();
        revocations.Replace(RevocationSnapshot.Build([Listed(1), Listed(2)]));
        revocations.Replace(RevocationDelta.Empty.With([Listed(3)]).Without([Listed(2)]));
        Assert.Equal((true, false, true), (revocations.Contains(Listed(1)), revocations.Contains(Listed(2)), revocations.Contains(Listed(3))));
        revocations.Replace(RevocationSnapshot.Build([Listed(1)]));
        Assert.Equal((true, false), (revocations.Contains(Listed(1)), revocations.Contains(Listed(3))));
    }

    [Fact]
    public void A_delta_is_read_back_as_it_was_written()
    {
        RevocationDelta delta = RevocationDelta.Empty.With([Listed(3), Listed(4)]).Without([Listed(2)]);
        var read = RevocationDelta.Parse(delta.Write());
        Assert.Equal(delta.Added.Order(), read!.Added.Order());
        Assert.Equal(delta.Removed, read.Removed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "added": [] }""")]
    [InlineData("""{ "added": [1], "removed": [] }""")]
    [InlineData("""{ "added": ["zz"], "removed": [] }""")]
    [InlineData("""{ "added": [], "added": [], "removed": [] }""")]
    public void What_is_no_delta_is_not_taken_for_one(string json) =>
        Assert.Null(RevocationDelta.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_code_is_revoked_by_itself_or_with_its_person()
    {
        CredentialResult code = new() { Format = "ECP1", Status = CredentialStatus.Valid, Id = "aa", Subject = "d1:p1" };
        var revocations = new RevocationsInForce();
        Assert.False(revocations.IsRevoked(code));
        revocations.Replace(RevocationDelta.Empty.With([ListHash.OfCode("ECP1", "aa")]));
        Assert.True(revocations.IsRevoked(code));
        Assert.False(revocations.IsRevoked(code with { Id = "ab" }));
        Assert.False(revocations.IsRevoked(code with { Format = "HC1" }));
        revocations.Replace(RevocationDelta.Empty.With([ListHash.OfSubject("ECP1", "d1:p1")]));
        Assert.True(revocations.IsRevoked(code with { Id = "ab" }));
    }

    [Theory]
    [InlineData("V#1")]
    [InlineData("V#2")]
    [InlineData("T#1")]
    public void A_certificate_is_revoked_by_any_of_its_entries(string entry)
    {
        using DccIssuer issuer = new();
        JsonNode document = JsonNode.Parse(DccIssuer.Vaccination)!;
        JsonArray doses = document["v"]!.AsArray();
        doses.Add(doses[0]!.DeepClone());
        (doses[0]!["ci"], doses[1]!["ci"]) = ("V#1", "V#2");
        document["t"] = new JsonArray(JsonNode.Parse("""{"tg":"840539006","tt":"LP6464-4","sc":"2026-05-05T10:00:00Z","tr":"260415000","co":"AT","is":"a","ci":"T#1"}"""));
        CredentialResult certificate = CredentialFormats.Verifier(new TrustedKeySet([issuer.Key()]))
            .Verify(issuer.Issue(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1), document.ToJsonString()), Passes.At(Passes.Noon));
        Assert.Equal([], certificate.Reasons);
        var revocations = new RevocationsInForce();
        revocations.Replace(RevocationDelta.Empty.With([ListHash.OfCode("HC1", "V#3")]));
        Assert.False(revocations.IsRevoked(certificate));
        revocations.Replace(RevocationDelta.Empty.With([ListHash.OfCode("HC1", entry)]));
        Assert.True(revocations.IsRevoked(certificate));
    }

    private static ListHash Listed(int number) => ListHash.OfCode("ECP1", $"{number:x8}");

    private static ListHash Other(int number) => ListHash.OfSubject("ECP1", $"{number:x8}");
}
