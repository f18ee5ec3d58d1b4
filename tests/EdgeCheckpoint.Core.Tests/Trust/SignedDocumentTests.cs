using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Core.Tests.Trust;

public sealed class SignedDocumentTests
{
    private static readonly DateTimeOffset Issued = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EcdsaSigner Root = EcdsaSigner.Generate();
    private static readonly EcdsaSigner Stranger = EcdsaSigner.Generate();
    private static readonly TrustedKeySet Roots = KeysOf(Root);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a body that is signed. ", 50)));

    [Fact]
    public void What_was_signed_is_read_back()
    {
        byte[] document = Write(Manifest(7), Root);
        Assert.Equal(DocumentFault.None, Read(document, out DocumentManifest? manifest, out byte[] body));
        Assert.Equal("policy/7", manifest!.Name);
        Assert.Equal(Body, body);
        Assert.Equal(Body.Length, manifest.BodyBytes);
    }

    [Fact]
    public void A_strangers_document_is_not_taken() =>
        Assert.Equal(DocumentFault.UnknownSigner, Read(Write(Manifest(7), Stranger), out _, out _));

    [Fact]
    public void A_change_anywhere_is_noticed()
    {
        byte[] good = Write(Manifest(7), Root);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[i] ^= 0x20;
            Assert.NotEqual(DocumentFault.None, Read(bad, out _, out _));
        }
    }

    [Fact]
    public void A_cut_anywhere_and_anything_behind_it_is_noticed()
    {
        byte[] good = Write(Manifest(7), Root);
        for (int length = 0; length < good.Length; length += 7)
        {
            Assert.NotEqual(DocumentFault.None, Read(good[..length], out _, out _));
        }

        Assert.Equal(DocumentFault.Damaged, Read([.. good, 0], out _, out _));
    }

    [Fact]
    public void A_pass_signed_by_the_same_key_is_no_document()
    {
        byte[] pass = Core.Credential.Cose.CoseSign1.Sign("{}"u8, Root);
        byte[] document = [.. "ECPDOC1\n"u8, 0, 0, 0, (byte)pass.Length, .. pass];
        Assert.Equal(DocumentFault.Damaged, Read(document, out _, out _));
    }

    [Theory]
    [InlineData(8, DocumentFault.None)]
    [InlineData(6, DocumentFault.Rollback)]
    public void Only_a_later_version_replaces(long version, DocumentFault expected) =>
        Assert.Equal(expected, Accept(Manifest(version)));

    [Fact]
    public void The_same_version_is_unchanged_or_a_conflict()
    {
        Assert.Equal(DocumentFault.Unchanged, Accept(Manifest(7) with { BodySha256 = new string('a', 64) }));
        Assert.Equal(DocumentFault.Conflict, Accept(Manifest(7) with { BodySha256 = new string('b', 64) }));
    }

    [Fact]
    public void Another_district_is_not_listened_to() =>
        Assert.Equal(DocumentFault.OtherDistrict, Accept(Manifest(8) with { District = "d2" }));

    [Fact]
    public void Dates_count_only_with_a_trusted_clock()
    {
        VerificationTime late = new(Issued.AddDays(40), ClockState.Synced);
        Assert.Equal(DocumentFault.Expired, Accept(Manifest(8), late));
        Assert.Equal(DocumentFault.FromTheFuture, Accept(Manifest(8), late with { Now = Issued.AddDays(-2) }));
        Assert.Equal(DocumentFault.None, Accept(Manifest(8), late with { Clock = ClockState.Unset }));
    }

    [Fact]
    public void A_delta_fits_only_its_own_snapshot()
    {
        DocumentManifest delta = Manifest(3) with { Kind = DocumentKind.RevocationsDelta, Base = 5 };
        VerificationTime now = new(Issued.AddDays(1), ClockState.Synced);
        Assert.Equal(DocumentFault.None, DocumentRules.Accept(delta, "d1", null, 5, now));
        Assert.Equal(DocumentFault.OtherBase, DocumentRules.Accept(delta, "d1", null, 6, now));
        Assert.Equal(DocumentFault.OtherBase, DocumentRules.Accept(delta, "d1", null, null, now));
    }

    [Fact]
    public void Age_is_told_and_expiry_is_told()
    {
        DocumentState state = DocumentRules.StateOf(Manifest(7), new VerificationTime(Issued.AddDays(31), ClockState.Synced));
        Assert.Equal(new DocumentState("policy/7", TimeSpan.FromDays(31), Expired: true, Overdue: true), state);
        Assert.Null(DocumentRules.StateOf(Manifest(7), new VerificationTime(Issued, ClockState.Unset)).Age);
    }

    private static DocumentFault Accept(DocumentManifest manifest, VerificationTime? at = null) => DocumentRules.Accept(
        manifest, "d1", new DocumentFloor(7, new string('a', 64)), null, at ?? new VerificationTime(Issued.AddDays(1), ClockState.Synced));

    private static DocumentManifest Manifest(long version) =>
        new(DocumentKind.Policy, "d1", version, Issued, Issued.AddDays(30), Issued.AddDays(7), 0, "");

    private static byte[] Write(DocumentManifest manifest, EcdsaSigner signer)
    {
        using var to = new MemoryStream();
        using var body = new MemoryStream(Body);
        SignedDocument.Write(to, manifest, body, signer);
        return to.ToArray();
    }

    private static DocumentFault Read(byte[] document, out DocumentManifest? manifest, out byte[] body)
    {
        using var from = new MemoryStream(document);
        using var to = new MemoryStream();
        DocumentFault fault = SignedDocument.ReadHead(from, Roots, out manifest, out _);
        fault = fault == DocumentFault.None ? SignedDocument.ReadBody(from, manifest!, to) : fault;
        body = to.ToArray();
        return fault;
    }

    private static TrustedKeySet KeysOf(EcdsaSigner signer) =>
        new([new TrustedKey(KeyIdentifier.Text(signer.KeyId.Span), KeyUsages.None, signer.SubjectPublicKeyInfo, new FrameworkAlgorithms())]);
}
