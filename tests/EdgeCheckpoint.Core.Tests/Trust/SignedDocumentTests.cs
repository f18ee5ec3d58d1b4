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
    private static readonly VerificationTime Today = new(Issued.AddDays(1), ClockState.Synced);
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

    [Theory]
    [InlineData(0, ClockState.Synced, DocumentFault.None)]
    [InlineData(-11, ClockState.Synced, DocumentFault.SignerOutOfDate)]
    [InlineData(11, ClockState.Synced, DocumentFault.SignerOutOfDate)]
    [InlineData(11, ClockState.Estimated, DocumentFault.SignerOutOfDate)]
    [InlineData(11, ClockState.Unset, DocumentFault.None)]
    public void A_root_proves_nothing_outside_its_own_dates(int days, ClockState clock, DocumentFault expected)
    {
        TrustedKeySet dated = new([new TrustedKey(KeyIdentifier.Text(Root.KeyId.Span), KeyUsages.None, Root.SubjectPublicKeyInfo, new FrameworkAlgorithms())
        {
            NotBefore = Issued.AddDays(-10),
            NotAfter = Issued.AddDays(10),
        }]);
        Assert.Equal(expected, Read(Write(Manifest(7), Root), out _, out _, dated, new VerificationTime(Issued.AddDays(days), clock)));
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
    public void Only_what_is_in_force_is_unchanged()
    {
        DocumentManifest newest = Manifest(7) with { BodySha256 = new string('a', 64) };
        Assert.Equal(DocumentFault.Unchanged, Accept(newest, inForce: newest));
        Assert.Equal(DocumentFault.None, Accept(newest));
        Assert.Equal(DocumentFault.None, Accept(newest, inForce: Manifest(6)));
        Assert.Equal(DocumentFault.Unchanged, Accept(Manifest(6), inForce: Manifest(6)));
    }

    [Fact]
    public void The_same_version_with_another_body_is_a_conflict() =>
        Assert.Equal(DocumentFault.Conflict, Accept(Manifest(7) with { BodySha256 = new string('b', 64) }));

    [Fact]
    public void What_no_kiosk_would_take_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => Write(Manifest(0), Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { District = "d 1/#" }, Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { ExpiresAt = Issued }, Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { NextUpdate = Issued }, Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { Base = 1 }, Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { Kind = DocumentKind.RevocationsDelta }, Root));
        Assert.Throws<ArgumentException>(() => Write(Manifest(7) with { Kind = DocumentKind.RevocationsDelta, Base = -1 }, Root));
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
        Assert.Equal(DocumentFault.None, Delta(5, snapshot: 5));
        Assert.Equal(DocumentFault.OtherBase, Delta(5, snapshot: 4));
        Assert.Equal(DocumentFault.OtherBase, Delta(5, snapshot: null));
        Assert.Equal(DocumentFault.None, Delta(0, snapshot: null));
    }

    [Fact]
    public void A_delta_made_before_a_later_snapshot_has_done_its_work_and_one_made_after_it_has_not()
    {
        Assert.Equal(DocumentFault.Superseded, Delta(4, snapshot: 5));
        Assert.Equal(DocumentFault.OtherBase, Delta(4, snapshot: 5, Issued.AddHours(1)));
    }

    [Fact]
    public void Age_is_told_and_expiry_is_told()
    {
        DocumentState state = DocumentRules.StateOf(Manifest(7), new VerificationTime(Issued.AddDays(31), ClockState.Synced));
        Assert.Equal(new DocumentState("policy/7", TimeSpan.FromDays(31), Expired: true, Overdue: true), state);
        Assert.Null(DocumentRules.StateOf(Manifest(7), new VerificationTime(Issued, ClockState.Unset)).Age);
    }

    private static DocumentFault Accept(DocumentManifest manifest, VerificationTime? at = null, DocumentManifest? inForce = null) => DocumentRules.Accept(
        manifest, "d1", InForce(inForce), new DocumentFloor(7, new string('a', 64)), at ?? Today);

    /// <summary>A delta of version 3, with a snapshot in force or none.</summary>
    private static DocumentFault Delta(long needed, long? snapshot, DateTimeOffset? issued = null) => DocumentRules.Accept(
        Manifest(3) with { Kind = DocumentKind.RevocationsDelta, Base = needed, IssuedAt = issued ?? Issued },
        "d1",
        InForce(snapshot is { } version ? Manifest(version) with { Kind = DocumentKind.Revocations } : null),
        null,
        Today);

    private static Dictionary<DocumentKind, DocumentManifest> InForce(DocumentManifest? document) =>
        document is null ? [] : new() { [document.Kind] = document };

    private static DocumentManifest Manifest(long version) =>
        new(DocumentKind.Policy, "d1", version, Issued, Issued.AddDays(30), Issued.AddDays(7), 0, "");

    private static byte[] Write(DocumentManifest manifest, EcdsaSigner signer)
    {
        using var to = new MemoryStream();
        using var body = new MemoryStream(Body);
        SignedDocument.Write(to, manifest, body, signer);
        return to.ToArray();
    }

    private static DocumentFault Read(byte[] document, out DocumentManifest? manifest, out byte[] body, TrustedKeySet? roots = null, VerificationTime? at = null)
    {
        using var from = new MemoryStream(document);
        using var to = new MemoryStream();
        DocumentFault fault = SignedDocument.ReadHead(from, roots ?? Roots, at ?? Today, out manifest, out _);
        fault = fault == DocumentFault.None ? SignedDocument.ReadBody(from, manifest!, to) : fault;
        body = to.ToArray();
        return fault;
    }

    private static TrustedKeySet KeysOf(EcdsaSigner signer) =>
        new([new TrustedKey(KeyIdentifier.Text(signer.KeyId.Span), KeyUsages.None, signer.SubjectPublicKeyInfo, new FrameworkAlgorithms())]);
}
