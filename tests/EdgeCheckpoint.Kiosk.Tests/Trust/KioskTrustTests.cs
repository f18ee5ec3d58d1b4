using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

/// <summary>What a kiosk decides by, put together as the service puts it together.</summary>
public sealed class KioskTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Lists_and_memory_stand_behind_every_format_a_providers_too()
    {
        KioskOptions options = new()
        {
            Site = new SiteIdentityOptions { District = "d1", Checkpoint = "c1", Device = "k1" },
            Journal = new JournalOptions { Folder = _folder.File("journal") },
            Rules = new RulesOptions { PseudonymKeyFile = "" },
        };
        using KioskTrust trust = new(options, new TrustFile([], []), ReadyPolicies.Load(ReadyPolicies.Default), TimeProvider.System, new Known());
        CredentialResult admitted = Verify(trust, District.Issued);
        Assert.True(admitted.IsValid);
        trust.Memory.Record(admitted, options.Lane.Direction, new VerificationTime(District.Issued, ClockState.Synced));
        Assert.Contains(Reasons.CodePassedBack, Verify(trust, District.Issued.AddMinutes(1)).Findings);
        trust.Revocations.Replace(RevocationDelta.Empty.With([ListHash.OfSubject("XK1", "suzhou:p9")]));
        Assert.Equal([Reasons.CodeRevoked], Verify(trust, District.Issued.AddHours(1)).Reasons);
    }

    [Fact]
    public void Where_a_revocation_list_cannot_be_read_the_kiosk_does_not_start()
    {
        string keys = Directory.CreateDirectory(_folder.File("keys")).FullName;
        File.WriteAllText(Path.Combine(keys, "crl.json"), """{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"ri""");
        KioskOptions options = new() { Rules = new RulesOptions { KeysFolder = keys } };
        ConfigurationException wrong = Assert.Throws<ConfigurationException>(() => KioskParts.Trust(options, TimeProvider.System, NullLogger.Instance));
        Assert.Contains("crl.json", wrong.Errors[0], StringComparison.Ordinal);
        Assert.All(wrong.Errors, static e => Assert.StartsWith("rules:keysFolder: ", e, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static CredentialResult Verify(KioskTrust trust, DateTimeOffset at) => trust.Verifier.Verify("XK1:abc", new VerificationTime(at, ClockState.Synced));

    /// <summary>A provider's format that knows every code.</summary>
    private sealed class Known : ICredentialFormat
    {
        public string Prefix => "XK1:";

        public CredentialResult Verify(string text, VerificationTime time) =>
            new() { Format = "XK1", Status = CredentialStatus.Valid, Proved = true, Kind = "personal", Id = text, Subject = "suzhou:p9" };
    }
}
