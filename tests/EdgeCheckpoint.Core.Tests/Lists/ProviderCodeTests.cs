using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Provider;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Tests.Credential;
using EdgeCheckpoint.Core.Tests.Machine;

namespace EdgeCheckpoint.Core.Tests.Lists;

/// <summary>A provider vouches for its codes as a signature does for others; what it says nothing of is proved by nobody.</summary>
public sealed class ProviderCodeTests
{
    private const string Text = ColourPlatform.CodePrefix + "abc";
    private static readonly DateTimeOffset Noon = Passes.Noon;

    private readonly RevocationsInForce _revocations = new();
    private readonly WatchList _watchList = new();
    private readonly List<string> _alerts = [];
    private readonly ColourPlatform _platform = new();

    [Fact]
    public void A_person_who_was_revoked_is_refused_with_any_code()
    {
        _revocations.Replace(RevocationDelta.Empty.With([ListHash.OfSubject("XK1", "suzhou:p9")]));
        Assert.Equal([Reasons.CodeRevoked], Listed(Memory()).Verify(Text, Passes.At(Noon)).Reasons);
    }

    [Fact]
    public void A_listed_person_raises_the_silent_alert()
    {
        WatchListKeys keys = new(new byte[WatchListKeys.SecretBytes]);
        _watchList.Replace(keys, [new WatchListEntry(keys.HashOf("XK1", "suzhou:p9").ToString(), "3+11", Noon.AddDays(-1), null)]);
        Assert.True(Listed(Memory()).Verify(Text, Passes.At(Noon)).IsValid);
        Assert.Equal(["3+11"], _alerts);
    }

    [Fact]
    public void A_code_admits_once_in_its_stated_life()
    {
        PassMemory memory = Memory(passBackMinutes: 0);
        ListedFormat format = Listed(memory);
        memory.Record(format.Verify(Text, Passes.At(Noon)), Direction.In, Passes.At(Noon));
        Assert.Equal([Reasons.CodeReplayed], format.Verify(Text, Passes.At(Noon.AddMinutes(4))).Findings);
        Assert.Empty(format.Verify(Text, Passes.At(Noon.AddMinutes(5))).Findings);
        Assert.Empty(format.Verify(Text + "d", Passes.At(Noon.AddMinutes(1))).Findings);
    }

    [Fact]
    public void A_person_does_not_enter_twice_with_two_codes()
    {
        PassMemory memory = Memory();
        ListedFormat format = Listed(memory);
        memory.Record(format.Verify(Text, Passes.At(Noon)), Direction.In, Passes.At(Noon));
        Assert.Equal([Reasons.CodePassedBack], format.Verify(Text + "d", Passes.At(Noon.AddMinutes(1))).Findings);
    }

    [Fact]
    public void Where_no_person_is_told_the_code_stands_for_one()
    {
        _platform.Answer = static _ => new(ProviderResult.Green);
        PassMemory memory = Memory();
        ListedFormat format = Listed(memory);
        memory.Record(format.Verify(Text, Passes.At(Noon)), Direction.In, Passes.At(Noon));
        Assert.Equal([Reasons.CodeReplayed, Reasons.CodePassedBack], format.Verify(Text, Passes.At(Noon.AddMinutes(1))).Findings);
        Assert.Empty(format.Verify(Text + "d", Passes.At(Noon.AddMinutes(1))).Findings);
    }

    [Fact]
    public void The_person_s_token_is_in_the_event()
    {
        Lane lane = new Lane().Person().Shows(Listed(Memory()).Verify(Text, Passes.At(Noon)));
        Assert.Equal(new Pseudonym(new byte[32]).TokenOf("XK1", "suzhou:p9"), lane.LastScan.Credential!.Token);
    }

    [Fact]
    public void One_code_cannot_stand_for_two_people_of_a_vehicle()
    {
        _platform.Answer = static _ => new(ProviderResult.Green);
        CredentialResult code = Listed(Memory()).Verify(Text, Passes.At(Noon));
        Lane lane = new Lane(new MachineOptions { Vehicles = true, AskPlate = false }).People(2).Person().Shows(code).Nobody(1).Person().Shows(code);
        Assert.Contains(Prompt.CodeTaken, lane.Screen.Prompts);
    }

    [Theory]
    [InlineData(ProviderResult.Green, true)]
    [InlineData(ProviderResult.Red, true)]
    [InlineData(ProviderResult.Expired, true)]
    [InlineData(ProviderResult.Absent, false)]
    [InlineData(ProviderResult.Failed, false)]
    [InlineData(ProviderResult.Timeout, false)]
    public void A_code_is_proved_exactly_when_its_provider_knows_it(ProviderResult result, bool proved)
    {
        _platform.Answer = _ => new(result);
        Assert.Equal(proved, new ProviderFormat(_platform).Verify(Text, Passes.At(Noon)).Proved);
    }

    private static PassMemory Memory(int passBackMinutes = 5) => new(new PassMemoryOptions { PassBackMinutes = passBackMinutes }, new ListStore(), new Pseudonym(new byte[32]));

    private ListedFormat Listed(PassMemory memory) => new(
        new ProviderFormat(_platform), _revocations, _watchList, memory, Direction.In, TimeZoneInfo.Utc, (@class, _) => _alerts.Add(@class));
}
