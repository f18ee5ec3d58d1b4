using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>The reference page of every key, made from the option types and their comments: what is checked is what is described.</summary>
internal static partial class ConfigurationReference
{
    public static string Markdown()
    {
        var page = new StringBuilder("""
            # Configuration

            Generated from the option types by `checkpointctl config reference`; a test keeps it true.

            The kiosk reads `/etc/edge-checkpoint/kiosk.json` (comments and trailing commas are allowed), then `conf.d/*.json` beside it in the order of names, then the environment (`EDGECHECKPOINT_LANE__CODETIMEOUTSECONDS=10`), then `--set KEY=VALUE`; later ones stand over earlier ones. All mistakes are reported at once, each with its key, and the exit code is 78.

            A change of the files is noticed within a few seconds, or at once by `systemctl reload edge-checkpoint` (SIGHUP). Keys marked *live* count from then on; of others the kiosk says that they wait for a restart. A change with a mistake is refused as a whole: it is logged, raises the alarm `configuration-refused`, and the kiosk goes on as before.


            """);
        WriteSection(page, typeof(KioskOptions), "", new KioskOptions());
        return page.ToString();
    }

    private static void WriteSection(StringBuilder page, Type type, string path, object defaults)
    {
        PropertyInfo[] keys = [.. OptionsReader.KeysOf(type)];
        PropertyInfo[] plain = [.. keys.Where(static k => !OptionsReader.IsSection(k.PropertyType))];
        if (plain.Length > 0)
        {
            string title = path.Length == 0 ? "Top level" : $"`{path}`";
            string about = SummaryOf(type);
            page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{(about.Length > 0 && path.Length > 0 ? about + "\n\n" : "")}| key | value | default | changes | meaning |\n| --- | --- | --- | --- | --- |\n");
            foreach (PropertyInfo key in plain)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{OptionsReader.KeyOf(key)}` | {ValueOf(key)} | {DefaultOf(key, defaults)} | {(LiveKeys.Covers(path, OptionsReader.KeyOf(key)) ? "live" : "restart")} | {SummaryOf(key)} |\n");
            }

            page.Append('\n');
        }

        foreach (PropertyInfo section in keys.Except(plain))
        {
            string name = path.Length == 0 ? OptionsReader.KeyOf(section) : $"{path}:{OptionsReader.KeyOf(section)}";
            WriteSection(page, section.PropertyType, name, section.GetValue(defaults) ?? Activator.CreateInstance(section.PropertyType)!);
        }
    }

    private static string ValueOf(PropertyInfo key)
    {
        string words = OptionsReader.Describe(key.PropertyType);
        return key.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{words}, {range.Minimum} to {range.Maximum}")
            : words;
    }

    private static string DefaultOf(PropertyInfo key, object defaults) => key.GetValue(defaults) switch
    {
        null => "none",
        "" => "empty",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        Enum word => $"`{JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString())}`",
        IDictionary => "none",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(static v => $"`{v}`")) is { Length: > 0 } values ? values : "none",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        var other => other.ToString()!,
    };

    private static string SummaryOf(PropertyInfo key) => Summary(key.DeclaringType!.Assembly, $"P:{key.DeclaringType.FullName}.{key.Name}");

    private static string SummaryOf(Type type) => Summary(type.Assembly, $"T:{type.FullName}");

    /// <summary>The comment as the compiler wrote it beside the assembly, as one line.</summary>
    private static string Summary(Assembly assembly, string member)
    {
        XElement? summary = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member").FirstOrDefault(m => (string?)m.Attribute("name") == member)?.Element("summary");
        if (summary is null)
        {
            return "";
        }

        foreach (XElement reference in summary.Descendants("see").ToArray())
        {
            string target = (string?)reference.Attribute("cref") ?? "";
            reference.ReplaceWith(new XText("`" + JsonNamingPolicy.CamelCase.ConvertName(target[(target.LastIndexOf('.') + 1)..]) + "`"));
        }

        foreach (XElement code in summary.Descendants("c").ToArray())
        {
            code.ReplaceWith(new XText($"`{code.Value}`"));
        }

        return Blanks().Replace(summary.Value.Trim(), " ").Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
