using System.Globalization;
using System.Text;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Where the configuration comes from, so that it can be read again.</summary>
/// <param name="Path">The main file; conf.d lies beside it.</param>
/// <param name="Overrides">Keys and values over everything else.</param>
internal sealed record ConfigurationSource(string Path, IReadOnlyDictionary<string, string?> Overrides)
{
    /// <summary>How the files looked just before they were read last: what changed meanwhile is seen as changed.</summary>
    public string ReadMark { get; private set; } = "";

    /// <inheritdoc cref="ConfigurationFiles.Read"/>
    public IReadOnlyList<string> Read(out KioskOptions options)
    {
        ReadMark = Mark();
        return ConfigurationFiles.Read(Path, Overrides, out options);
    }

    /// <summary>Changes when a file comes, goes or is written.</summary>
    public string Mark()
    {
        var mark = new StringBuilder();
        foreach (string file in ConfigurationFiles.Files(Path))
        {
            var info = new FileInfo(file);
            mark.Append(CultureInfo.InvariantCulture, $"{file} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}\n");
        }

        return mark.ToString();
    }
}
