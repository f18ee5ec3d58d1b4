using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Benchmarks.District;

/// <summary>Reading and committing scans as the district does: one synced transaction a batch.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("District")]
public class DistrictCommitBenchmark
{
    private static readonly Site Kiosk = new("binhu", "east-gate", "kiosk-7");

    private string _folder = "";
    private EventStore _store = null!;
    private long _sequence;

    [Params(1, 32, 512)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("edgecheckpoint-bench-").FullName;
        _store = EventStore.Open(Path.Combine(_folder, "district.db"));
    }

    [GlobalCleanup]
    public void Close()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public int ReadAndCommit()
    {
        var batch = new IncomingEvent[Batch];
        for (int i = 0; i < Batch; i++)
        {
            _sequence++;
            var envelope = new Envelope(
                new EventKey(Kiosk.Device, "e1", _sequence),
                Topics.Prefix(Kiosk),
                new EventTime(DateTimeOffset.UnixEpoch.AddSeconds(_sequence), ClockState.Synced, "boot", _sequence),
                Replay.Live,
                new ScanEvent { Verdict = Verdict.Pass, Reasons = [], Direction = Direction.In, Measurement = new Measurement(36.5, 0.3, "baseline") });
            batch[i] = MessageReader.Read(Kiosk, new MqttMessage(Topics.Event(Kiosk, "scan"), EnvelopeCodec.Encode(envelope)), DateTimeOffset.UnixEpoch);
        }

        return _store.Commit(batch).Added.Count;
    }
}
