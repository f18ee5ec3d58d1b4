using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Core.Tests.Lists;

public sealed class WatchListTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WatchListKeys Keys = new(Enumerable.Range(0, WatchListKeys.SecretBytes).Select(static i => (byte)i).ToArray());
    private static readonly WatchListKeys OtherKeys = new(new byte[WatchListKeys.SecretBytes]);
    private static readonly WatchListEntry Entry = new(Keys.HashOf("ECP1", "d1:p1").ToString(), "3+11", From, From.AddDays(14));
    private static readonly CredentialResult Code = new() { Format = "ECP1", Status = CredentialStatus.Valid, Proved = true, Subject = "d1:p1", KeyId = "01" };

    [Fact]
    public void A_sealed_list_opens_with_its_secret_only()
    {
        byte[] body = WatchListBody.Seal([Entry], Keys);
        Assert.Equal(Entry, Assert.Single(WatchListBody.Open(body, Keys)!));
        Assert.Null(WatchListBody.Open(body, OtherKeys));
    }

    [Fact]
    public void A_change_anywhere_keeps_it_shut()
    {
        byte[] body = WatchListBody.Seal([Entry], Keys);
        for (int i = 0; i < body.Length; i++)
        {
            byte[] bad = (byte[])body.Clone();
            bad[i] ^= 1;
            Assert.Null(WatchListBody.Open(bad, Keys));
        }
    }

    [Fact]
    public void A_sealed_list_shows_nothing_of_its_entries() =>
        Assert.DoesNotContain("3+11", System.Text.Encoding.Latin1.GetString(WatchListBody.Seal([Entry], Keys)), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "3+11")]
    [InlineData(13, "3+11")]
    [InlineData(14, null)]
    public void A_person_is_listed_from_the_first_to_the_last_moment(int days, string? expected) =>
        Assert.Equal(expected, List().Match(Code, new VerificationTime(From.AddDays(days), ClockState.Synced)));

    [Fact]
    public void A_person_who_is_listed_twice_has_the_classes_of_the_moment()
    {
        var list = new WatchList();
        list.Replace(Keys, [Entry, Entry with { Class = "7+3", From = From.AddDays(10), Until = null }]);
        Assert.Equal("3+11", list.Match(Code, new VerificationTime(From, ClockState.Synced)));
        Assert.Equal("3+11, 7+3", list.Match(Code, new VerificationTime(From.AddDays(10), ClockState.Synced)));
        Assert.Equal("7+3", list.Match(Code, new VerificationTime(From.AddDays(14), ClockState.Synced)));
    }

    [Fact]
    public void Without_a_set_clock_dates_are_left_aside() =>
        Assert.Equal("3+11", List().Match(Code, new VerificationTime(DateTimeOffset.UnixEpoch, ClockState.Unset)));

    [Fact]
    public void Only_a_proved_subject_can_match()
    {
        VerificationTime now = new(From, ClockState.Synced);
        Assert.Null(List().Match(Code with { Proved = false }, now));
        Assert.Null(List().Match(Code with { Subject = "d1:p2" }, now));
        Assert.Null(List().Match(Code with { Format = "HC1" }, now));
        Assert.Null(new WatchList().Match(Code, now));
    }

    private static WatchList List()
    {
        var list = new WatchList();
        list.Replace(Keys, [Entry]);
        return list;
    }
}
