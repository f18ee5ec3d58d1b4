using EdgeCheckpoint.Core.Operator;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.KioskTests.Visitors;

namespace EdgeCheckpoint.KioskTests.Operator;

public sealed class PinTests
{
    private static readonly string Hash = PinHash.Of("246810");
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_hash_matches_its_pin_and_no_other()
    {
        Assert.True(PinHash.Matches(Hash, "246810"));
        Assert.All(["246811", "24681", "2468100", "", new string('2', 1_000)], pin => Assert.False(PinHash.Matches(Hash, pin)));
        Assert.NotEqual(Hash, PinHash.Of("246810"));
        Assert.DoesNotContain("246810", Hash, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA")]
    [InlineData("pbkdf2-sha512$210000$!$!")]
    [InlineData("md5$210000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_hash_opens_nothing(string hash)
    {
        Assert.False(PinHash.IsHash(hash));
        Assert.False(PinHash.Matches(hash, "246810"));
    }

    [Theory]
    [InlineData("12345", false)]
    [InlineData("111111", false)]
    [InlineData("12345a", false)]
    [InlineData("１２３４５６", false)]
    [InlineData("135790", true)]
    public void A_pin_is_six_digits_or_more_and_not_all_the_same(string pin, bool good) => Assert.Equal(good, PinHash.IsPin(pin));

    [Fact]
    public void After_five_wrong_ones_even_the_right_one_has_to_wait_and_longer_each_time()
    {
        var guard = new PinGuard(new Dictionary<string, string> { ["07"] = Hash }, _time);
        for (int i = 0; i < PinGuard.Allowed; i++)
        {
            Assert.False(guard.Opens("07", "000001"));
        }

        Assert.False(guard.Opens("07", "246810"));
        Assert.Equal(PinGuard.FirstLock, guard.Locked);
        _time.Advance(PinGuard.FirstLock);
        Assert.False(guard.Opens("07", "000001"));
        Assert.Equal(PinGuard.FirstLock * 2, guard.Locked);
        _time.Advance(PinGuard.FirstLock * 2);
        Assert.True(guard.Opens("07", "246810"));
        Assert.Equal(TimeSpan.Zero, guard.Locked);
    }

    [Fact]
    public void An_unknown_operator_is_refused_and_counts_as_wrong()
    {
        var guard = new PinGuard(new Dictionary<string, string> { ["07"] = Hash }, _time);
        for (int i = 0; i < PinGuard.Allowed; i++)
        {
            Assert.False(guard.Opens("08", "918273"));
        }

        Assert.True(guard.Locked > TimeSpan.Zero);
    }

    [Fact]
    public void A_session_ends_when_idle_and_when_the_shift_is_long_over()
    {
        var sessions = new OperatorSessions(_time);
        string token = sessions.Begin("07");
        Assert.Equal("07", sessions.Find(token));
        Assert.Null(sessions.Find(token[..^1] + "x"));
        Assert.Null(sessions.Find(null));
        for (int i = 0; i < 80; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(9));
            Assert.Equal(_time.GetUtcNow() - new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero) <= OperatorSessions.Longest, sessions.Find(token) is not null);
        }

        string other = sessions.Begin("08");
        _time.Advance(OperatorSessions.Idle + TimeSpan.FromSeconds(1));
        Assert.Null(sessions.Find(other));
    }
}
