using System.Xml.Linq;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.SystemTests.Architecture;

/// <summary>The references between projects are the design; any other edge is rejected.</summary>
public sealed class ReferenceRules
{
    /// <summary>Allowed references and packages of every project under src.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contract"] = [],
        ["Core"] = ["Contract", "framework:Microsoft.AspNetCore.App"],
        ["Hardware"] = ["Core"],
        ["Mqtt"] = [],
        ["Uplink"] = ["Core", "Mqtt", "package:Microsoft.Data.Sqlite.Core", "package:SQLitePCLRaw.bundle_e_sqlite3"],
        ["Simulation"] = ["Core", "Hardware", "Uplink"],
        ["Kiosk"] = ["Core", "Hardware", "Mqtt", "Uplink", "Simulation", "package:Polly.Core"],
        ["Cli"] = ["Core", "Hardware", "Uplink", "Simulation", "package:Spectre.Console", "package:System.CommandLine"],
        ["District"] = ["Contract", "Mqtt", "package:Microsoft.Data.Sqlite.Core", "package:SQLitePCLRaw.bundle_e_sqlite3", "package:Npgsql"],
    };

    public static TheoryData<string> Projects() => [.. Names()];

    private static IEnumerable<string> Names() =>
        ProjectFiles("src").Select(static file => Path.GetFileNameWithoutExtension(file)["EdgeCheckpoint.".Length..]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_design_allows(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is not in the design: add it to docs/architecture.md and to this table.");
        string[] actual = References(project);
        Assert.True(
            actual.All(Allowed[project].Contains),
            $"{project} must not reference {string.Join(", ", actual.Except(Allowed[project]))}; see docs/architecture.md.");
    }

    [Fact]
    public void Every_project_of_the_design_exists() =>
        Assert.Equal(Allowed.Keys.Order(), Names().Order());

    [Fact]
    public void Settings_stand_in_one_place()
    {
        string[] repeated = ["TargetFramework", "Nullable", "ImplicitUsings", "TreatWarningsAsErrors", "LangVersion"];
        foreach (string file in ProjectFiles("src").Concat(ProjectFiles("tests")))
        {
            string[] found = [.. XDocument.Load(file).Descendants().Select(static e => e.Name.LocalName).Where(repeated.Contains)];
            Assert.True(found.Length == 0, $"{file} repeats {string.Join(", ", found)}; Directory.Build.props has it.");
        }
    }

    [Fact]
    public void Unsafe_code_lives_only_in_Native_folders()
    {
        foreach (string file in Sources())
        {
            bool native = file.Contains("/Native/", StringComparison.Ordinal);
            string text = File.ReadAllText(file);
            bool imports = text.Contains("[LibraryImport", StringComparison.Ordinal) || text.Contains("[DllImport", StringComparison.Ordinal);
            Assert.True(native || !imports, $"{file} imports native functions outside a Native folder.");
        }
    }

    /// <summary>One folder deep: what build tools leave in bin and obj is not ours.</summary>
    private static IEnumerable<string> ProjectFiles(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)).SelectMany(static project => Directory.EnumerateFiles(project, "*.csproj"));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string[] References(string project)
    {
        string file = Path.Combine(Repository.Root, "src", $"EdgeCheckpoint.{project}", $"EdgeCheckpoint.{project}.csproj");
        return [.. XDocument.Load(file).Descendants()
            .Select(static e => (Kind: e.Name.LocalName, Include: e.Attribute("Include")?.Value))
            .Where(static e => e.Include is not null)
            .Select(static e => e.Kind switch
            {
                "ProjectReference" => Path.GetFileNameWithoutExtension(e.Include!)["EdgeCheckpoint.".Length..],
                "PackageReference" => "package:" + e.Include,
                "FrameworkReference" => "framework:" + e.Include,
                _ => "",
            })
            .Where(static r => r.Length > 0)];
    }
}
