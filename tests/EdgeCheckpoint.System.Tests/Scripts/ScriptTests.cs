using System.Diagnostics;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.SystemTests.Scripts;

/// <summary>The scripts of a checkout, in a folder of their own, with stand-ins for the programs that they call.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _checkout = new();

    public ScriptTests()
    {
        Directory.CreateDirectory(_checkout.File("scripts"));
        foreach (string script in (string[])["demo.sh", "scripts/setup.sh", "scripts/build-native.sh"])
        {
            File.Copy(Path.Combine(Repository.Root, script), _checkout.File(script));
        }

        StandIn("dpkg-query", "echo install ok installed");
        StandIn("dotnet", """case "$1" in --list-sdks) echo '10.0.100 [/usr/share/dotnet]' ;; *.dll) shift 2; echo "$*" ;; esac""");
        StandIn("cmake", """[ "$1" != -S ] || [ -f build/native/CMakeCache.txt ] || echo begun anew""");
    }

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("", "--kiosk-port 8080 --district-port 8090")]
    [InlineData("--kiosk-port 1 --district-port 2", "--kiosk-port 1 --district-port 2")]
    [InlineData("--district-port=2", "--kiosk-port 8080 --district-port=2")]
    [InlineData("--kiosk-port 1", "--district-port 8090 --kiosk-port 1")]
    [InlineData("--once --json", "--once --json")]
    public void The_demo_gets_the_usual_ports_where_none_are_given(string given, string passed) =>
        Assert.Equal(passed, Run("demo.sh", given.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void What_CMake_made_before_a_checkout_was_moved_is_not_built_upon()
    {
        Cached(Path.Combine(_checkout.Path, "src", "native"));
        Assert.Equal("", Run("scripts/build-native.sh"));
        Cached("/another/place/src/native");
        Assert.Equal("begun anew", Run("scripts/build-native.sh"));
    }

    private void Cached(string sources)
    {
        Directory.CreateDirectory(_checkout.File("build/native"));
        File.WriteAllText(_checkout.File("build/native/CMakeCache.txt"), $"CMAKE_BUILD_TYPE:STRING=Release\nCMAKE_HOME_DIRECTORY:INTERNAL={sources}\n");
    }

    private string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [_checkout.File(script), .. arguments]);
        start.Environment["PATH"] = $"{_checkout.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TMPDIR"] = _checkout.Path;
        ProgramRun run = ProgramRun.Of(start);
        Assert.True(run.ExitCode == 0, $"{script} ended with {run.ExitCode}: {run.Output}{run.Error}");
        return run.Output.Trim();
    }

    private void StandIn(string program, string commands)
    {
        string file = Path.Combine(Directory.CreateDirectory(_checkout.File("bin")).FullName, program);
        File.WriteAllText(file, $"#!/bin/sh\n{commands}\n");
        Assert.Equal(0, ProgramRun.Of("chmod", "+x", file).ExitCode);
    }
}
