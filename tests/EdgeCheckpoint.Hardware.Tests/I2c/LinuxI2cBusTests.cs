using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Hardware.Tests.Thermal;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.I2c;

/// <summary>The adapter over the kernel's interface, which hardware/lab/i2c_emulator.c answers in a process of its own.</summary>
public sealed class LinuxI2cBusTests
{
    [Fact]
    public void Structures_have_the_sizes_of_the_kernel()
    {
        Assert.Equal(16, Unsafe.SizeOf<I2cAbi.Message>());
        Assert.Equal(16, Unsafe.SizeOf<I2cAbi.Transfer>());
        Assert.Equal(16, Unsafe.SizeOf<I2cAbi.SmbusTransfer>());
    }

    [Theory]
    [InlineData(6, BusFault.AddressNack)]
    [InlineData(121, BusFault.AddressNack)]
    [InlineData(11, BusFault.ArbitrationLost)]
    [InlineData(16, BusFault.ArbitrationLost)]
    [InlineData(110, BusFault.Timeout)]
    [InlineData(62, BusFault.Timeout)]
    [InlineData(5, BusFault.Other)]
    public void Error_numbers_are_told_apart(int errno, BusFault fault) => Assert.Equal(fault, I2cFaults.Of(errno));

    [Fact]
    public void An_absent_bus_is_a_sentence_not_an_exception()
    {
        Assert.Null(LinuxI2cBus.TryOpen(97, out string? problem));
        Assert.Contains("/dev/i2c-97 is absent", problem, StringComparison.Ordinal);
    }

    [NeedsFact(program: "gcc dotnet")]
    public void The_drivers_pass_their_suites_over_the_kernel_interface()
    {
        using var folder = new TemporaryFolder();
        string library = folder.File("libecp_i2c_emulator.so");
        string source = Path.Combine(Repository.Root, "hardware", "lab", "i2c_emulator.c");
        Run("gcc", ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", library, source, "-ldl", "-lpthread"], null, null);

        string state = folder.File("bus");
        EmulatedBus.Create(state, I2cAbi.CanTransfer | I2cAbi.CanSmbus);
        Type[] suites = [typeof(Mlx90640DriverTests), typeof(SensorContractTests), typeof(EmulatedBusTests)];
        string filter = string.Join('|', suites.Select(static s => $"FullyQualifiedName~{s.FullName}"));
        string output = Run("dotnet", ["vstest", typeof(LinuxI2cBusTests).Assembly.Location, $"/TestCaseFilter:{filter}"], $"{library}:{LabDevices.LibraryPath}", state);

        using EmulatedBus bus = EmulatedBus.Open(state);
        Assert.Matches($@"Passed:\s+{suites.Sum(Cases)}\b", output);
        Assert.All([0, 2, 3], chip => Assert.True(bus.Chip(chip).Transfers > 0, $"the emulator saw no transfer to chip {chip}"));
    }

    private static int Cases(Type suite) => suite.GetMethods()
        .Where(static m => m.GetCustomAttribute<FactAttribute>() is not null)
        .Sum(static m => m.GetCustomAttribute<MemberDataAttribute>() is null ? Math.Max(m.GetCustomAttributes<InlineDataAttribute>().Count(), 1) : SensorRigs.OverKernel.Length);

    private static string Run(string program, string[] arguments, string? preload, string? state)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (preload is not null)
        {
            start.Environment["LD_PRELOAD"] = preload;
            start.Environment[EmulatedBus.StateVariable] = state;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{output}\n{error.GetAwaiter().GetResult()}");
        return output;
    }
}
