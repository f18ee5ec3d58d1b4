using System.Buffers.Text;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Trust;
using Issuer = EdgeCheckpoint.Kiosk.Tests.Trust.District;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>What the update command does with documents and with changes of the configuration.</summary>
public sealed class UpdateCommandTests : IDisposable
{
    private readonly Issuer _district = new();
    private readonly KioskFolder _kiosk = new();
    private readonly PolicyInForce _policy = new(ReadyPolicies.Load(ReadyPolicies.Default), TimeZoneInfo.Utc, static _ => new Dictionary<string, DocumentState>());
    private readonly UpdateCommand _update;

    public UpdateCommandTests()
    {
        var store = new TrustStore(new DocumentFolder(_kiosk.File("trust"), "d1", _district.Roots, TimeProvider.System), [new PolicyConsumer(_policy)]);
        var source = new ConfigurationSource(_kiosk.Configuration, new Dictionary<string, string?>());
        _update = new UpdateCommand(store, new DistrictConfiguration(source), static () => Issuer.Now);
    }

    [Fact]
    public void A_signed_policy_counts_at_once_and_the_same_one_again_is_no_fault()
    {
        byte[] policy = _district.Sign(DocumentKind.Policy, 1, Issuer.Policy("one"));
        Assert.Equal((true, "done"), Answer("policy", policy));
        Assert.Equal("one/1", _policy.Version);
        Assert.Equal((true, "unchanged"), Answer("policy", policy));
    }

    [Fact]
    public void A_refused_document_is_answered_with_its_fault_and_changes_nothing()
    {
        Answer("policy", _district.Sign(DocumentKind.Policy, 2, Issuer.Policy("two")));
        using var stranger = new Issuer();
        Assert.Equal((false, "unknown-signer"), Answer("policy", stranger.Sign(DocumentKind.Policy, 3, Issuer.Policy("three"))));
        Assert.Equal((false, "rollback"), Answer("policy", _district.Sign(DocumentKind.Policy, 1, Issuer.Policy("one"))));
        Assert.Equal((false, "bad-content"), Answer("policy", _district.Sign(DocumentKind.Policy, 3, """{ "schema": 1 }""")));
        Assert.Equal((false, "other-kind"), Answer("trust-list", _district.Sign(DocumentKind.Policy, 3, Issuer.Policy("three"))));
        Assert.Equal((false, "bad-arguments"), Answer("rules", [1]));
        Assert.Equal((false, "bad-arguments"), Answer("policy", []));
        Assert.Equal("two/1", _policy.Version);
    }

    [Fact]
    public void The_contract_names_every_kind_of_document() =>
        Assert.Equal(Enum.GetValues<DocumentKind>().Select(static k => Words.Of(k)).Order(), DocumentNames.All.Order());

    [Fact]
    public void Changes_of_the_configuration_stand_over_the_local_files_until_others_take_their_place()
    {
        Assert.Equal((true, "done"), Configure("""{ "lane": { "verdictSeconds": 7 } }"""));
        Assert.Equal(7, Read().Lane.VerdictSeconds);
        Assert.Equal((true, "done"), Configure("{}"));
        Assert.NotEqual(7, Read().Lane.VerdictSeconds);
    }

    [Theory]
    [InlineData("""{ "lane": { "verdictSeconds": 7000 } }""", "lane:verdictSeconds")]
    [InlineData("""{ "lame": { } }""", "did you mean 'lane'")]
    [InlineData("""{ "broker": { "host": "elsewhere" } }""", "broker: is changed on the spot only")]
    [InlineData("""{ "site": { "device": "other" }, "journal": { "folder": "/tmp" } }""", "site: is changed on the spot only; journal:")]
    [InlineData("[1]", "must be an object")]
    public void A_mistake_in_changes_is_answered_in_words_and_changes_nothing(string changes, string said)
    {
        Configure("""{ "lane": { "verdictSeconds": 7 } }""");
        CommandResponse answer = _update.Answer(Command("configuration", JsonElement.Parse(changes)));
        Assert.Equal((false, "bad-arguments"), (answer.Done, answer.Reason));
        Assert.Contains(said, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(7, Read().Lane.VerdictSeconds);
        Assert.Single(Directory.GetFiles(_kiosk.File("conf.d")));
    }

    public void Dispose()
    {
        _district.Dispose();
        _kiosk.Dispose();
    }

    private (bool Done, string Reason) Answer(string kind, byte[] document) =>
        Short(_update.Answer(Command(kind, JsonSerializer.SerializeToElement(Base64Url.EncodeToString(document)))));

    private (bool Done, string Reason) Configure(string changes) => Short(_update.Answer(Command("configuration", JsonElement.Parse(changes))));

    private KioskOptions Read()
    {
        Assert.Empty(ConfigurationFiles.Read(_kiosk.Configuration, new Dictionary<string, string?>(), out KioskOptions options));
        return options;
    }

    private static (bool Done, string Reason) Short(CommandResponse answer) => (answer.Done, answer.Reason);

    private static Command Command(string kind, JsonElement document)
    {
        var arguments = new Dictionary<string, JsonElement> { ["kind"] = JsonSerializer.SerializeToElement(kind), ["document"] = document };
        return new Command(CommandNames.Update, "d1", "c", "kiosk-1", "nonce-nonce-nonce", Issuer.Now.Now, Issuer.Now.Now.AddSeconds(20), arguments);
    }
}
