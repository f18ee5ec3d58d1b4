namespace EdgeCheckpoint.District.Hosting;

/// <summary>One option: on the command line <c>--name</c>, in the configuration file <c>name</c>, in the environment <c>ECP_DISTRICT_NAME</c>.</summary>
/// <param name="Name">Lower case, words joined by <c>-</c>.</param>
/// <param name="Value">What stands for the value in the help.</param>
/// <param name="Default">Null for none.</param>
internal sealed record Option(string Name, string Value, string? Default, string Meaning)
{
    internal string EnvironmentName => OptionTable.EnvironmentPrefix + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>Every option the program knows.</summary>
internal static class OptionTable
{
    internal const string EnvironmentPrefix = "ECP_DISTRICT_";

    internal static readonly Option Config = new("config", "FILE", null, "JSON object with these names as keys; the command line wins over the environment, the environment over the file");

    internal static readonly IReadOnlyList<Option> All =
    [
        new("broker", "HOST:PORT", "localhost:1883", "MQTT broker; an IPv6 address in brackets"),
        new("district", "NAME", null, "district to listen to: 1 to 64 letters, digits, - _ ."),
        new("store", "FILE", "district.db", "SQLite file that keeps the events; made when absent"),
        new("urls", "URL", "http://127.0.0.1:8480", "address of the page; port 0 takes a free one"),
        new("client-id", "ID", "district-NAME", "MQTT client id"),
        new("user", "NAME", null, "MQTT user name"),
        new("password-file", "FILE", null, "file whose first line is the MQTT password"),
        new("tls-ca", "FILE", null, "PEM authorities that may vouch for the broker; turns TLS on"),
        new("tls-cert", "FILE", null, "PEM certificate of this district"),
        new("tls-key", "FILE", null, "PEM private key to it"),
        Config,
    ];

    internal static string Help() => string.Join('\n',
    [
        "Listens to the kiosks of one district, keeps their events, acknowledges them, and shows them on a page.",
        "",
        "Usage: EdgeCheckpoint.District --district NAME [options]",
        "",
        "Options:",
        .. All.Select(static o => $"  {$"--{o.Name} {o.Value}",-22} {o.Meaning}{(o.Default is null ? "" : $" [default: {o.Default}]")}"),
        $"  {"--help",-22} this text",
        "",
        $"Every option can also be set in the environment, such as {All[0].EnvironmentName}.",
        "Exit codes: 0 stopped, 69 port taken, 74 store unusable, 78 configuration wrong.",
        "",
    ]);
}
