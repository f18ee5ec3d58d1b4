using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>How one fault of a large journal was overcome.</summary>
/// <param name="ServesAfter">From the start, or from the fault, to the first durable event.</param>
/// <param name="LongestAppend">Of those beside the salvage.</param>
/// <param name="SalvagedAfter">Until everything that can be kept was brought over.</param>
/// <param name="Waiting">Events that still wait for the district, gap records counted by what they stand for.</param>
internal sealed record Recovery(string Fault, TimeSpan ServesAfter, TimeSpan LongestAppend, TimeSpan SalvagedAfter, long Waiting, long Lost);

/// <summary>Breaks a large journal on a real disk in several ways and measures how soon the kiosk may decide again.</summary>
internal sealed class RecoveryRun(int events, Action<string> progress)
{
    private const int PageBytes = 4096;
    private static readonly TimeSpan BetweenAppends = TimeSpan.FromMilliseconds(5);

    public async Task<IReadOnlyList<Recovery>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        progress($"writing {events} events");
        Assert.Equal(0, DrainRun.Fill(folder.File("full"), events));
        return
        [
            await AfterStartAsync(folder, "none", static _ => { }),
            await AfterStartAsync(folder, "first page destroyed", static file => Destroy(file, 1)),
            await AfterStartAsync(folder, "every thousandth page destroyed", static file =>
            {
                for (long page = 1; page <= new FileInfo(file).Length / PageBytes; page += 1000)
                {
                    Destroy(file, page);
                }
            }),
            await AfterStartAsync(folder, "cut to a half", static file =>
            {
                using FileStream stream = File.OpenWrite(file);
                stream.SetLength(stream.Length / 2);
            }),
            await WhileRunningAsync(folder, "deleted while open", static (file, _) => File.Delete(file)),
            await WhileRunningAsync(folder, "a page destroyed while open, found by reading", static (file, outbox) =>
            {
                Destroy(file, new FileInfo(file).Length / PageBytes / 2);
                ReadToTheFault(outbox);
            }),
        ];
    }

    private async Task<Recovery> AfterStartAsync(TemporaryFolder folder, string fault, Action<string> damage)
    {
        string journal = Copy(folder, fault);
        damage(JournalIn(journal));
        long started = TimeProvider.System.GetTimestamp();
        using var outbox = new SqliteOutbox(Options(journal), TimeProvider.System);
        return await ServeAsync(fault, outbox, started);
    }

    private async Task<Recovery> WhileRunningAsync(TemporaryFolder folder, string fault, Action<string, SqliteOutbox> damage)
    {
        string journal = Copy(folder, fault);
        using var outbox = new SqliteOutbox(Options(journal), TimeProvider.System);
        Append(outbox);
        damage(JournalIn(journal), outbox);
        return await ServeAsync(fault, outbox, TimeProvider.System.GetTimestamp());
    }

    private static async Task<Recovery> ServeAsync(string fault, SqliteOutbox outbox, long started)
    {
        Append(outbox);
        TimeSpan serves = TimeProvider.System.GetElapsedTime(started);
        TimeSpan longest = TimeSpan.Zero;
        while (!outbox.Salvaged.IsCompleted)
        {
            long before = TimeProvider.System.GetTimestamp();
            Append(outbox);
            TimeSpan took = TimeProvider.System.GetElapsedTime(before);
            longest = took > longest ? took : longest;
            await Task.Delay(BetweenAppends, TimeProvider.System, CancellationToken.None);
        }

        return new Recovery(fault, serves, longest, TimeProvider.System.GetElapsedTime(started), outbox.Epochs().Sum(static e => e.Waiting), outbox.Queue().Dropped);
    }

    private string Copy(TemporaryFolder folder, string fault)
    {
        progress($"journal of {events} events: {fault}");
        string copy = Directory.CreateDirectory(folder.File(fault.Replace(' ', '-'))).FullName;
        foreach (string file in Directory.EnumerateFiles(folder.File("full"), "journal-*"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private static string JournalIn(string folder) => Path.Combine(folder, Generations.Name(1));

    private static OutboxOptions Options(string folder) => Sample.MemoryOptions with { Folder = folder };

    private static void Append(SqliteOutbox outbox) => Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);

    private static void Destroy(string file, long page)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.Seek((page - 1) * PageBytes, SeekOrigin.Begin);
        stream.Write([.. Enumerable.Repeat((byte)0x5A, PageBytes)]);
        stream.Flush(flushToDisk: true);
    }

    private static void ReadToTheFault(SqliteOutbox outbox)
    {
        var next = new JournalPosition(0);
        while (outbox.Read(next, new JournalPosition(long.MaxValue), 256) is { Count: > 0 } some)
        {
            next = some[^1].Position.Next;
        }
    }
}
