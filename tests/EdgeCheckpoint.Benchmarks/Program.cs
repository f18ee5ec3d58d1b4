using System.Reflection;
using BenchmarkDotNet.Running;
using EdgeCheckpoint.Benchmarks.Kiosk;

if (args is ["kiosk", .. var rest])
{
    return await KioskBench.RunAsync(rest);
}

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
return 0;
