using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.KioskTests.Visitors;

public sealed class VisitorDeskTests : IDisposable
{
    private static readonly Dictionary<string, string> Filled = new()
    {
        ["name"] = "韩梅梅", ["phone"] = "13900000000", ["visiting"] = "物业", ["people"] = "3",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ECDiffieHellman _district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly Records _records = new();
    private ClockState _clock = ClockState.Synced;

    [Fact]
    public void A_registration_is_on_the_disk_and_in_the_journal_and_only_the_district_reads_it()
    {
        VisitorDesk desk = Desk();
        Assert.Equal(VisitorOutcome.Registered, desk.Register(Filled, out _));
        VisitorEvent data = Assert.IsType<VisitorEvent>(Assert.Single(_records.Taken));
        byte[] stored = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path)));
        Assert.Equal(Convert.ToBase64String(stored), data.Sealed);
        Assert.DoesNotContain("13900000000", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.DoesNotContain("韩梅梅", Encoding.UTF8.GetString(EnvelopeCodec.Encode(Wrap(data))), StringComparison.Ordinal);
        Assert.True(SealedBox.TryOpen(stored, _district, out byte[] json));
        Assert.Contains("韩梅梅", System.Text.RegularExpressions.Regex.Unescape(Encoding.UTF8.GetString(json)), StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow().AddDays(30), data.KeepUntil);
    }

    [Fact]
    public void The_event_survives_the_wire()
    {
        Desk().RegisterText("ECV1\nname=A\nphone=13900000000\nvisiting=B", out _);
        VisitorEvent sent = Assert.IsType<VisitorEvent>(Assert.Single(_records.Taken));
        Assert.True(EnvelopeCodec.TryDecode(EnvelopeCodec.Encode(Wrap(sent)), out Envelope read, out string error), error);
        Assert.Equal(sent, read.Data);
        Assert.Equal("text", sent.Source);
    }

    [Fact]
    public void After_its_days_a_record_is_gone_and_not_before()
    {
        VisitorDesk desk = Desk();
        desk.Register(Filled, out _);
        _time.Advance(TimeSpan.FromDays(29.9));
        Assert.Equal(0, desk.Sweep());
        _time.Advance(TimeSpan.FromDays(0.2));
        _clock = ClockState.Unset;
        Assert.Equal(0, desk.Sweep()); // a clock that means nothing deletes nothing
        _clock = ClockState.Synced;
        Assert.Equal(1, desk.Sweep());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Without_a_clock_or_a_journal_nothing_is_said_to_be_registered_and_nothing_stays()
    {
        VisitorDesk desk = Desk();
        _clock = ClockState.Unset;
        Assert.Equal(VisitorOutcome.Unable, desk.Register(Filled, out _));
        _clock = ClockState.Estimated;
        _records.Refuses = true;
        Assert.Equal(VisitorOutcome.Unable, desk.Register(Filled, out _));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Nobody_fills_the_disk_by_tapping()
    {
        VisitorDesk desk = Desk();
        for (int i = 0; i < VisitorDesk.MaxPerWindow; i++)
        {
            Assert.Equal(VisitorOutcome.Registered, desk.Register(Filled, out _));
        }

        Assert.Equal(VisitorOutcome.Busy, desk.Register(Filled, out _));
        _time.Advance(VisitorDesk.Window + TimeSpan.FromSeconds(1));
        Assert.Equal(VisitorOutcome.Registered, desk.Register(Filled, out _));
    }

    [Fact]
    public void Options_name_what_is_wrong_with_their_files()
    {
        using ECDiffieHellman other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(_folder.File("private.pem"), _district.ExportECPrivateKeyPem());
        File.WriteAllText(_folder.File("other.pem"), other.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(_folder.File("short"), Convert.ToBase64String(new byte[8]));
        File.WriteAllText(_folder.File("good.pem"), _district.ExportSubjectPublicKeyInfoPem());
        Assert.Empty(new VisitorOptions().Problems());
        Assert.Empty(new VisitorOptions { DistrictKeyFile = _folder.File("good.pem") }.Problems());
        Assert.Contains("private key", Assert.Single(new VisitorOptions { DistrictKeyFile = _folder.File("private.pem") }.Problems()), StringComparison.Ordinal);
        Assert.Contains("another curve", Assert.Single(new VisitorOptions { DistrictKeyFile = _folder.File("other.pem") }.Problems()), StringComparison.Ordinal);
        Assert.Equal(2, new VisitorOptions { DistrictKeyFile = "/nowhere", SiteCodeSecretFile = _folder.File("short") }.Problems().Count);
    }

    public void Dispose()
    {
        _district.Dispose();
        _folder.Dispose();
    }

    private VisitorDesk Desk()
    {
        ECDiffieHellman key = ECDiffieHellman.Create();
        key.ImportSubjectPublicKeyInfo(_district.ExportSubjectPublicKeyInfo(), out _);
        return new VisitorDesk(new VisitorStore(_folder.Path), key, _records, _time, () => _clock, TimeSpan.FromDays(30), "2026-1");
    }

    private static Envelope Wrap(CheckpointEvent data) => new(
        new EventKey("d", "e", 1), "ecp/v1/a/b/d", new EventTime(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced, "boot", 5), Replay.Live, data);

    private sealed class Records : IEventRecorder
    {
        internal List<CheckpointEvent> Taken { get; } = [];

        internal bool Refuses { get; set; }

        public bool TryRecord(CheckpointEvent data)
        {
            if (!Refuses)
            {
                Taken.Add(data);
            }

            return !Refuses;
        }
    }
}
