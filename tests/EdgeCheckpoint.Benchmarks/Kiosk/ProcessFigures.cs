using System.Diagnostics;

namespace EdgeCheckpoint.Benchmarks.Kiosk;

/// <summary>What a process uses.</summary>
internal static class ProcessFigures
{
    public static (TimeSpan Cpu, long RssBytes, int Threads) Read(int id)
    {
        using Process process = Process.GetProcessById(id);
        return (process.TotalProcessorTime, process.WorkingSet64, process.Threads.Count);
    }
}
