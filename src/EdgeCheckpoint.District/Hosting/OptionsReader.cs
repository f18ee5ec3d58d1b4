using System.Globalization;
using System.Text.Json;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.District.Hosting;

/// <summary>Command line, environment and file to options, with every mistake named at once.</summary>
internal sealed class OptionsReader
{
    private readonly Dictionary<string, (string Value, string From)> _values = new(StringComparer.Ordinal);
    private readonly List<string> _mistakes = [];

    /// <returns>The options, or null and what is wrong, one line a mistake, each naming its key.</returns>
    internal static DistrictOptions? Read(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, out IReadOnlyList<string> mistakes)
    {
        var reader = new OptionsReader();
        Dictionary<string, string> line = reader.ReadCommandLine(arguments);
        reader.ReadFile(line.GetValueOrDefault(OptionTable.Config.Name) ?? environment.GetValueOrDefault(OptionTable.Config.EnvironmentName));
        reader.ReadEnvironment(environment);
        foreach ((string name, string value) in line)
        {
            reader._values[name] = (value, $"--{name}");
        }

        DistrictOptions options = reader.Build();
        mistakes = reader._mistakes;
        return mistakes.Count == 0 ? options : null;
    }

    private Dictionary<string, string> ReadCommandLine(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !IsKnown(name[2..]))
            {
                _mistakes.Add($"{name}: unknown option; --help lists them");
                // Its value, if it has one, is not a mistake of its own.
                i += equals < 0 && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? 1 : 0;
            }
            else if (equals >= 0)
            {
                found[name[2..]] = argument[(equals + 1)..];
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                found[name[2..]] = arguments[++i];
            }
            else
            {
                _mistakes.Add($"{name}: needs a value");
            }
        }

        return found;
    }

    private void ReadFile(string? file)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                _mistakes.Add($"{file}: must hold one JSON object");
                return;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (!IsKnown(property.Name) || property.NameEquals(OptionTable.Config.Name))
                {
                    _mistakes.Add($"{property.Name} in {file}: unknown key; --help lists them");
                }
                else if (property.Value.ValueKind != JsonValueKind.String)
                {
                    _mistakes.Add($"{property.Name} in {file}: must be a text in quotes");
                }
                else
                {
                    _values[property.Name] = (property.Value.GetString()!, $"{property.Name} in {file}");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _mistakes.Add($"config: {file} cannot be read: {e.Message}");
        }
    }

    private void ReadEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        foreach ((string key, string value) in environment.Where(static e => e.Key.StartsWith(OptionTable.EnvironmentPrefix, StringComparison.Ordinal)))
        {
            Option? option = OptionTable.All.FirstOrDefault(o => o.EnvironmentName == key);
            if (option is null)
            {
                _mistakes.Add($"{key}: unknown key; --help lists them");
            }
            else
            {
                _values[option.Name] = (value, key);
            }
        }
    }

    private DistrictOptions Build()
    {
        string district = Text("district");
        if (!Topics.IsLevel(district))
        {
            _mistakes.Add(district.Length == 0
                ? "district: missing; name the district to listen to, such as --district binhu"
                : $"{From("district")}: '{district}' is not a name of 1 to 64 letters, digits, - _ .");
        }

        (string host, int port) = Broker();
        (string? authority, string? certificate, string? key) = (Existing("tls-ca"), Existing("tls-cert"), Existing("tls-key"));
        if ((Text("tls-cert").Length > 0) != (Text("tls-key").Length > 0) || (Text("tls-cert").Length > 0 && Text("tls-ca").Length == 0))
        {
            _mistakes.Add("tls-cert, tls-key: go together, and need tls-ca");
        }

        string clientId = Text("client-id");
        return new DistrictOptions
        {
            District = district,
            BrokerHost = host,
            BrokerPort = port,
            Store = StoreFile(),
            Url = Url(),
            ClientId = clientId.Length == 0 ? $"district-{district}" : clientId,
            User = Text("user") is { Length: > 0 } user ? user : null,
            Password = Existing("password-file") is { } file ? FirstLine(file) : null,
            TlsAuthority = authority,
            TlsCertificate = certificate,
            TlsKey = key,
        };
    }

    private (string Host, int Port) Broker()
    {
        string broker = Text("broker");
        int colon = broker.LastIndexOf(':');
        string host = colon > 0 ? broker[..colon].Trim('[', ']') : "";
        if (host.Length == 0 || !int.TryParse(broker[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535)
        {
            _mistakes.Add($"{From("broker")}: '{broker}' is not HOST:PORT with a port of 1 to 65535");
            return ("", 0);
        }

        return (host, port);
    }

    private string StoreFile()
    {
        string file = Path.GetFullPath(Text("store"));
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            _mistakes.Add($"{From("store")}: the folder {Path.GetDirectoryName(file)} does not exist; make it first");
        }

        return file;
    }

    private string Url()
    {
        string url = Text("urls");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp || address.AbsolutePath != "/")
        {
            _mistakes.Add($"{From("urls")}: '{url}' is not one address such as http://127.0.0.1:8480");
        }

        return url;
    }

    private string? Existing(string name)
    {
        string file = Text(name);
        if (file.Length > 0 && !File.Exists(file))
        {
            _mistakes.Add($"{From(name)}: there is no file {file}");
        }

        return file.Length > 0 ? Path.GetFullPath(file) : null;
    }

    private string? FirstLine(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _mistakes.Add($"{From("password-file")}: {file} cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool IsKnown(string name) => OptionTable.All.Any(o => o.Name == name);

    private string Text(string name) =>
        _values.TryGetValue(name, out (string Value, string From) set) ? set.Value
        : name == "client-id" ? "" : OptionTable.All.First(o => o.Name == name).Default ?? "";

    private string From(string name) => _values.TryGetValue(name, out (string Value, string From) set) ? set.From : name;
}
