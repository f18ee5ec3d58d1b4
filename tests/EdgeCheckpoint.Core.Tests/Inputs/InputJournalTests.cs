using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Tests.Machine;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Inputs;

/// <summary>The record of the last minutes, and what a replay makes of it.</summary>
public sealed class InputJournalTests
{
    public static TheoryData<int> Seeds() => [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_replay_does_what_was_done(int seed)
    {
        (InputJournal record, Lane lane) = Open(minutes: 120);
        Tell(lane, new Random(seed), 120);
        ReplayedInput[] replayed = [.. Replay(record).Run()];
        Assert.True(replayed.Length > 500, $"seed {seed}: {replayed.Length} inputs only");
        Assert.Contains(replayed, static r => r.Then.Any(static d => d.StartsWith("scan ", StringComparison.Ordinal)));
        Assert.All(replayed, r => Assert.False(r.Differs, $"seed {seed}, {r.Input} at {r.At}: [{string.Join(" | ", r.Then)}] and now [{string.Join(" | ", r.Now)}]"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_record_that_lost_its_beginning_still_replays_the_same(int seed)
    {
        (InputJournal record, Lane lane) = Open(minutes: 2);
        lane.Step(static at => new OptionsChanged(at, new MachineOptions { VerdictSeconds = 2 })).Step(static at => new ModeSet(at, KioskMode.CodeOnly));
        var random = new Random(seed);
        for (int person = 0; person < 150; person++)
        {
            lane.Person(seconds: random.NextDouble()).Code(valid: random.Next(4) > 0, subject: $"s{person}").Wait(random.NextDouble()).Nobody(2);
        }

        InputReplay replay = Replay(record);
        ReplayedInput[] replayed = [.. replay.Run()];
        Assert.True(replay.Header is { Prelude: > 0, Torn: false });
        Assert.True((replayed[^1].At - replayed[0].At).TotalMinutes is > 1.5 and < 2.5, $"{replayed[0].At} to {replayed[^1].At}");
        Assert.All(replayed, r => Assert.False(r.Differs, $"seed {seed}, {r.Input} at {r.At}: [{string.Join(" | ", r.Then)}] and now [{string.Join(" | ", r.Now)}]"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_record_that_begins_in_a_hot_room_replays_the_same(bool near)
    {
        (InputJournal record, Lane lane) = Open(minutes: 2);
        lane.Near(near).Step(static at => new DeviceChanged(at, KioskDevice.Presence, true, Reasons.PresenceFault)).Unfit(400).Nobody(30);
        lane.Step(static at => new DeviceChanged(at, KioskDevice.Presence, false, "")).Nobody(10);
        InputReplay replay = Replay(record);
        ReplayedInput[] replayed = [.. replay.Run()];
        Assert.True(replay.Header is { Prelude: > 0, Torn: false });
        Assert.Contains(replayed, static r => r.Then.Contains("alarm environment-unfit cleared"));
        Assert.Equal(near, replayed[^1].Then.Count > 0 || replayed.Any(static r => r.Then.Any(static d => d.StartsWith("show guide", StringComparison.Ordinal))));
        Assert.DoesNotContain(replayed, static r => r.Differs);
    }

    [Fact]
    public void Vehicles_replay_the_same_though_their_plates_are_not_kept()
    {
        var options = new MachineOptions { Vehicles = true };
        var record = new InputJournal(new InputJournalOptions());
        var lane = new Lane(options, new RecordingPolicy(new PlainPolicy(), record), record);
        lane.Step(static at => new PlateTold(at, "苏B12345")).Person().Code(subject: "driver").Nobody(2).Person().Code(subject: "passenger").Nobody(2)
            .Step(static at => new OccupantsTold(at, 2)).Nobody(20);
        lane.Step(static at => new CodePresented(at, new CredentialResult
        {
            Format = "ECP1", Status = CredentialStatus.Valid, Kind = "freight", Subject = "lorry", KeyId = "ab", Claims = new JsonObject { ["plate"] = "苏B54321" },
        })).Person().Code(subject: "other driver").Nobody(2).Step(static at => new OccupantsTold(at, 1)).Nobody(20);
        string text = Text(record, options);
        ReplayedInput[] replayed = [.. InputReplay.Read(new StringReader(text), out _)!.Run()];
        Assert.Equal(2, replayed.Count(static r => r.Then.Any(static d => d.StartsWith("scan pass", StringComparison.Ordinal))));
        Assert.DoesNotContain(replayed, static r => r.Differs);
        Assert.DoesNotContain("苏B", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_whose_time_ended_in_the_meantime_replays_the_same()
    {
        (InputJournal record, Lane lane) = Open(minutes: 10);
        lane.Approaching().Code(lifeSeconds: 5).Approaching(6).Person().Nobody(20);
        Assert.DoesNotContain(Replay(record).Run(), static r => r.Differs);
    }

    [Fact]
    public void A_changed_machine_shows_where_it_differs()
    {
        (InputJournal record, Lane lane) = Open(minutes: 10);
        lane.Person().Wait(20);
        string text = Text(record).Replace("\"codeTimeoutSeconds\":15", "\"codeTimeoutSeconds\":9", StringComparison.Ordinal);
        ReplayedInput first = InputReplay.Read(new StringReader(text), out _)!.Run().First(static r => r.Differs);
        Assert.Contains(first.Now, static d => d.Contains("read-code", StringComparison.Ordinal) && d.EndsWith(" 9 s", StringComparison.Ordinal));
        Assert.Contains(first.Then, static d => d.EndsWith(" 15 s", StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_names_nor_numbers_nor_codes_are_in_the_record()
    {
        (InputJournal record, Lane lane) = Open(minutes: 10);
        string[] marks = ["Zhang San", "13800001111", "subject-mark", "code-mark", "苏B12345", "born-1970"];
        lane.Person().Step(at => new CodePresented(at, new CredentialResult
        {
            Format = "ECP1",
            Status = CredentialStatus.Valid,
            Kind = "personal",
            KeyId = "ab",
            Id = marks[3],
            Subject = marks[2],
            Claims = new JsonObject { ["nam"] = marks[0], ["tel"] = marks[1], ["plate"] = marks[4], ["dob"] = marks[5] },
        })).Step(at => new PlateTold(at, marks[4])).Nobody(12);
        string text = Text(record);
        Assert.Contains("scan pass", text, StringComparison.Ordinal);
        Assert.All(marks, mark => Assert.DoesNotContain(mark, text, StringComparison.Ordinal));
    }

    [Fact]
    public void One_person_is_the_same_within_a_run_and_another_in_the_next()
    {
        string[] Tokens() => [.. Texts(Run("anna", "anna", "bert")).Select(static l => JsonNode.Parse(l)!["input"]!)
            .Where(static i => (string?)i["is"] == "code-presented").Select(static i => (string)i["credential"]!["same"]!)];
        string[] first = Tokens(), second = Tokens();
        Assert.Equal(first[0], first[1]);
        Assert.NotEqual(first[0], first[2]);
        Assert.NotEqual(first[0], second[0]);
    }

    [Fact]
    public void Memory_is_bounded_by_bytes_and_the_newest_stays()
    {
        var record = new InputJournal(new InputJournalOptions { Minutes = 120, Kibibytes = 256 });
        var lane = new Lane(policy: new RecordingPolicy(new PlainPolicy(), record), record: record);
        for (int i = 0; i < 400; i++)
        {
            lane.Person().Code().Nobody(12);
            Assert.InRange(record.Bytes, 0, 300 * 1024);
        }

        InputReplay replay = Replay(record);
        ReplayedInput[] replayed = [.. replay.Run()];
        Assert.NotEmpty(replayed);
        Assert.False(replay.Header.Torn);
        Assert.DoesNotContain(replayed, static r => r.Differs);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{}", "no record of inputs")]
    [InlineData("{\"inputJournal\":2,\"boot\":\"b\"}", "newer kind")]
    [InlineData("{\"inputJournal\":1,\"boot\":\"b\"}\n{\"input\":{\"is\":\"unheard-of\",\"at\":1},\"did\":[]}", "line 2")]
    public void What_is_no_record_is_told_with_its_place(string text, string expected)
    {
        Assert.Null(InputReplay.Read(new StringReader(text), out string problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    private static (InputJournal Record, Lane Lane) Open(int minutes)
    {
        var record = new InputJournal(new InputJournalOptions { Minutes = minutes, Kibibytes = 65536 });
        return (record, new Lane(policy: new RecordingPolicy(new PlainPolicy(), record), record: record));
    }

    private static InputJournal Run(params string[] subjects)
    {
        (InputJournal record, Lane lane) = Open(10);
        foreach (string subject in subjects)
        {
            lane.Person().Code(subject: subject).Nobody(12);
        }

        return record;
    }

    private static void Tell(Lane lane, Random random, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            switch (random.Next(14))
            {
                case 0: lane.Person(seconds: random.NextDouble()).Code(subject: $"s{i}"); break;
                case 1: lane.Person(38.5, TemperatureClass.Elevated, random.NextDouble() * 2); break;
                case 2: lane.Crowd(random.NextDouble() * 3); break;
                case 3: lane.Nobody(random.NextDouble() * 9); break;
                case 4: lane.Code(subject: $"s{random.Next(3)}"); break;
                case 5: lane.Code(valid: false); break;
                case 6: lane.Wait(random.NextDouble() * 12); break;
                case 7: lane.Step(at => new GateReported(at, (GatePassage)random.Next(3))); break;
                case 8: lane.Step(at => new DeviceChanged(at, (KioskDevice)random.Next(3), random.Next(2) == 0, Reasons.SensorFault)); break;
                case 9: lane.JournalBroken = random.Next(3) == 0; break;
                case 10: lane.Step(at => new EmergencyChanged(at, random.Next(3) == 0)); break;
                case 11: lane.Step(at => new ModeSet(at, random.Next(4) == 0 ? KioskMode.Maintenance : KioskMode.Normal)); break;
                case 12: lane.Step(at => new OptionsChanged(at, new MachineOptions { VerdictSeconds = 1 + random.Next(4) })); break;
                default: lane.Code(kind: "staff", subject: "guard"); break;
            }
        }
    }

    private static InputReplay Replay(InputJournal record)
    {
        InputReplay? replay = InputReplay.Read(new StringReader(Text(record)), out string problem);
        Assert.True(replay is not null, problem);
        return replay;
    }

    private static string[] Texts(InputJournal record) => Text(record).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    private static string Text(InputJournal record, MachineOptions? lane = null)
    {
        using var stream = new MemoryStream();
        record.Save(stream, new InputHeader { Software = "1", Boot = "boot", Cause = "request", Policy = "plain/1", Site = new Site("d", "c", "k"), Lane = lane ?? new MachineOptions() });
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
