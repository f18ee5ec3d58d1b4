using System.Diagnostics;
using System.Globalization;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Camera;
using Xunit.Abstractions;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

/// <summary>
/// A camera that dies over and over. Sixty times here; <c>EDGECHECKPOINT_RESTARTS=10000 dotnet test --filter Endurance</c> takes
/// some minutes and prints what it measured. It measures the whole process, so nothing else runs meanwhile.
/// </summary>
[Collection(nameof(EnduranceTests))]
[CollectionDefinition(nameof(EnduranceTests), DisableParallelization = true)]
public sealed class EnduranceTests(ITestOutputHelper output)
{
    private static readonly int Restarts = int.Parse(Environment.GetEnvironmentVariable("EDGECHECKPOINT_RESTARTS") ?? "60", CultureInfo.InvariantCulture);

    private readonly record struct Footprint(long HeapKibibytes, long ResidentKibibytes, int Descriptors, int Leashes)
    {
        public static Footprint Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return new Footprint(
                GC.GetTotalMemory(forceFullCollection: true) / 1024,
                Process.GetCurrentProcess().WorkingSet64 / 1024,
                OpenDescriptors(),
                Processes.With("camera-leash").Count);
        }
    }

    [Fact]
    public async Task Restarts_leave_nothing_behind()
    {
        CameraLimits limits = ShellCamera.Impatient with { FirstBackoff = TimeSpan.FromMilliseconds(1), LongestBackoff = TimeSpan.FromMilliseconds(1) };
        await using ProcessFrameSource source = ProcessFrameSource.Start(ShellCamera.DiesAfter(3, "gone"), limits, TimeProvider.System);
        using CancellationTokenSource end = new();
        Task<long> reading = ReadAll(source, end.Token);
        await Until(() => source.Health.Restarts >= Restarts / 3);
        Footprint early = Footprint.Now();
        await Until(() => source.Health.Restarts >= Restarts);
        Footprint late = Footprint.Now();
        await end.CancelAsync();
        long read = await reading;
        FrameSourceHealth health = source.Health;
        output.WriteLine($"{health.Restarts} restarts, {health.Frames} pictures, {read} read, {source.BuffersMade} buffers; early {early}; late {late}");
        // Three pictures a life; a machine that stalls has one cut short.
        Assert.True(health.Frames > Restarts);
        Assert.True(source.BuffersMade <= 4, $"{source.BuffersMade} buffers were made");
        Assert.True(late.Descriptors <= early.Descriptors + 8, $"{early} then {late}");
        Assert.True(late.Leashes <= early.Leashes + 8, $"{early} then {late}");
        Assert.True(late.HeapKibibytes <= early.HeapKibibytes + 4096, $"{early} then {late}");
    }

    [Fact]
    public async Task Restarts_leave_no_descriptor_to_the_collector()
    {
        CameraLimits limits = ShellCamera.Impatient with { FirstBackoff = TimeSpan.FromMilliseconds(1), LongestBackoff = TimeSpan.FromMilliseconds(1) };
        await using ProcessFrameSource source = ProcessFrameSource.Start(new CameraCommand("/bin/false", [], PictureFormat.Yuv4Mpeg), limits, TimeProvider.System);
        await Until(() => source.Health.Restarts >= 10);
        int early = OpenDescriptors();
        await Until(() => source.Health.Restarts >= 40);
        Assert.InRange(OpenDescriptors(), 0, early + 12);
    }

    private static int OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static async Task<long> ReadAll(ProcessFrameSource source, CancellationToken end)
    {
        long read = 0;
        try
        {
            while (true)
            {
                using GrayFrame frame = await source.ReadAsync(end);
                read++;
            }
        }
        catch (OperationCanceledException)
        {
            return read;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }
}
