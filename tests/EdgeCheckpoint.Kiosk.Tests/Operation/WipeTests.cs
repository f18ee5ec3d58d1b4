using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Memory;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>A kiosk full of recognisable people, and what a wipe leaves of them.</summary>
public sealed class WipeTests : IDisposable
{
    private static readonly string[] Marks = ["MarkZhangSan", "13800009999", "TOKEN-feedbeef", "苏B-MARK9", "MarkVisitor"];

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _said = new();
    private readonly KioskOptions _options;

    public WipeTests()
    {
        string state = Directory.CreateDirectory(_folder.File("state")).FullName;
        File.WriteAllText(_folder.File("secret"), Convert.ToBase64String(Encoding.ASCII.GetBytes("the device's own secret")));
        _options = new KioskOptions
        {
            Site = new SiteIdentityOptions { District = "d", Checkpoint = "c", Device = "kiosk-1" },
            Journal = new JournalOptions { Folder = state },
            Rules = new RulesOptions { DocumentsFolder = Path.Combine(state, "trust") },
            Visitors = new VisitorOptions { Folder = Path.Combine(state, "visitors") },
            Operator = new OperatorOptions { StateFile = Path.Combine(state, "operator.json") },
        };
    }

    [Fact]
    public void Nothing_of_anybody_remains_in_any_byte_of_the_state()
    {
        Fill(_options);
        File.WriteAllText(Path.Combine(_options.Journal.Folder, "owner.lock"), "");
        Assert.NotEmpty(Found());
        Assert.Equal(0, Wipe(yes: true, force: true));
        Assert.Empty(Found());
        Assert.Contains("Nothing about people remains", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("remains  " + Path.Combine(_options.Rules.DocumentsFolder, "policy.ecpdoc"), _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_the_district_does_not_have_are_not_erased_unless_that_is_said()
    {
        Fill(_options);
        Assert.Equal(1, Wipe(yes: true, force: false));
        Assert.Contains("does not have 1 events yet", _said.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Found());
        Assert.Equal(0, Wipe(yes: true, force: true));
    }

    [Fact]
    public void A_journal_that_nobody_brought_over_counts_as_undelivered()
    {
        Fill(_options);
        using (var renamed = new SqliteOutbox(new OutboxOptions { Folder = _options.Journal.Folder, Site = new Site("d", "c", "kiosk-2") }, TimeProvider.System))
        {
            renamed.Open();
        }

        Assert.Equal(1, Wipe(yes: true, force: false));
        Assert.Contains("nobody can tell which events of journal-0001.db", _said.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Found());
        Assert.Equal(0, Wipe(yes: true, force: true));
    }

    [Fact]
    public void A_running_kiosk_is_left_alone()
    {
        using SqliteOutbox running = Open(_options);
        running.Open();
        Assert.Equal(1, Wipe(yes: true, force: true));
        Assert.Contains("is running", _said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("yes", 1)]
    [InlineData("kiosk-1", 0)]
    public void Without_a_yes_the_name_of_the_device_is_asked_for(string answer, int expected)
    {
        Fill(_options);
        Assert.Equal(expected, Wipe(yes: false, force: true, answer));
        Assert.Equal(expected == 0, Found().Count == 0);
    }

    [Fact]
    public void A_file_nobody_knows_is_neither_erased_nor_passed_over()
    {
        string strange = Path.Combine(_options.Journal.Folder, "holiday.jpg");
        File.WriteAllText(strange, "x");
        Assert.Equal(1, Wipe(yes: true, force: false));
        Assert.True(File.Exists(strange));
        Assert.Contains("REMAINS  " + strange, _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_is_renewed_so_that_what_the_medium_still_holds_cannot_be_opened()
    {
        string before = File.ReadAllText(_folder.File("secret"));
        KioskOptions sealedOptions = _options with { Journal = _options.Journal with { SecretFile = _folder.File("secret") } };
        Assert.Equal(0, new WipeTask(sealedOptions, TextReader.Null, _said, json: false).Run(yes: true, forceUndelivered: true));
        string after = File.ReadAllText(_folder.File("secret"));
        Assert.NotEqual(before, after);
        Assert.Equal(32, Convert.FromBase64String(after.Trim()).Length);
    }

    [Fact]
    public void A_program_gets_a_line_of_JSON_for_every_file_and_one_for_the_whole_and_is_asked_nothing()
    {
        Fill(_options);
        Assert.Equal(1, Wipe(yes: false, force: true, answer: "kiosk-1", json: true));
        Assert.Equal(0, Wipe(yes: true, force: true, json: true));
        JsonNode[] lines = [.. _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!)];
        Assert.Equal([false, true], lines.Where(static l => l["wiped"] is not null).Select(static l => l["wiped"]!.GetValue<bool>()));
        Assert.Equal(lines.Single(static l => l["toErase"] is not null)["toErase"]!.GetValue<int>(), lines.Count(static l => l["erased"] is not null));
        Assert.Contains(lines, static l => l["remains"]?.GetValue<string>().EndsWith("policy.ecpdoc", StringComparison.Ordinal) == true && l["why"] is not null);
    }

    public void Dispose()
    {
        _said.Dispose();
        _folder.Dispose();
    }

    private int Wipe(bool yes, bool force, string answer = "", bool json = false) => new WipeTask(_options, new StringReader(answer), _said, json).Run(yes, force);

    private static SqliteOutbox Open(KioskOptions options) => new(
        new OutboxOptions { Folder = options.Journal.Folder, Site = new Site("d", "c", "kiosk-1") }, TimeProvider.System);

    /// <summary>Everything a kiosk writes of people, each with a mark that can be found again.</summary>
    private static void Fill(KioskOptions options)
    {
        var now = new EventTime(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced, "b", 1);
        using (SqliteOutbox outbox = Open(options))
        {
            outbox.Append(
                new ScanEvent { Verdict = Verdict.Pass, Reasons = [], Direction = Direction.In, Credential = new("ECP1", "personal", Marks[2], "ab", true) }, now);
        }

        using (SqlitePassUses uses = SqlitePassUses.Open(Path.Combine(options.Journal.Folder, "pass-uses.db")))
        {
            uses.Append(new PassUse(ListHash.OfCode("ECP1", Marks[3]), ListHash.OfSubject("ECP1", Marks[0]), Direction.In, now.Wall, null, 0), newest: 100);
        }


        new VisitorStore(options.Visitors.Folder).TryKeep(Marks[4], Encoding.UTF8.GetBytes(Marks[1]), now.Wall.AddDays(30), out _);

        void Put(string file, string mark)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"something of {mark}");
        }

        string trust = options.Rules.DocumentsFolder;
        Put(options.Operator.StateFile, Marks[0]);
        Put(options.Operator.StateFile + ".damaged", Marks[0]);
        Put(Path.Combine(options.Journal.Folder, "inputs", "inputs-20260501T080000.000Z-request.jsonl"), Marks[2]);
        Put(Path.Combine(options.Journal.Folder, "pass-uses.db.damaged"), Marks[3]);
        Put(Path.Combine(options.Journal.Folder, "salvaged.db"), Marks[2]);
        Put(Path.Combine(trust, "watch-list.ecpdoc"), Marks[0]);
        Put(Path.Combine(trust, "watch-list.ecpdoc.previous"), Marks[0]);
        Put(Path.Combine(trust, "revocations-delta.ecpdoc"), Marks[3]);
        Put(Path.Combine(trust, "incoming", "stick.ecpdoc"), Marks[4]);
        Put(Path.Combine(trust, "quarantine", "20260501-damaged.ecpdoc"), Marks[4]);
        Put(Path.Combine(trust, "policy.ecpdoc"), "the rules");
        Put(Path.Combine(trust, "floors.json"), "versions");
        Put(Path.Combine(options.Journal.Folder, "conf.d", "90-district.json"), "the lane");
        Put(Path.Combine(options.Journal.Folder, KeptMode.FileName), "the mode");
    }

    /// <summary>Files that hold a mark, or a hash of one, in any byte, name included.</summary>
    private List<string> Found()
    {
        byte[] code = new byte[ListHash.Bytes], subject = new byte[ListHash.Bytes];
        ListHash.OfCode("ECP1", Marks[3]).Write(code);
        ListHash.OfSubject("ECP1", Marks[0]).Write(subject);
        byte[][] sought = [.. Marks.Select(Encoding.UTF8.GetBytes), code, subject];
        return
        [
            .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file =>
            {
                byte[] bytes = [.. Encoding.UTF8.GetBytes(file), .. File.ReadAllBytes(file)];
                return sought.Any(mark => bytes.AsSpan().IndexOf(mark) >= 0);
            }),
        ];
    }
}
