using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeCheckpoint.Core.Operator;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>The operators' page: off unless enabled, and then only on its own address.</summary>
public sealed class OperatorOptions
{
    /// <summary>Whether operators have a page.</summary>
    public bool Enabled { get; set; }

    /// <summary>Address it listens on, such as that of the kiosk on the post's own network.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 8443;

    /// <summary>Names browsers may use for it besides the address.</summary>
    public string[] Names { get; set; } = [];

    /// <summary>TLS certificate, PEM; needed on every address but loopback.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>Private key of the certificate, PEM.</summary>
    public string CertificateKeyFile { get; set; } = "";

    /// <summary>Hash of the PIN by operator: <c>checkpointctl operator hash-pin</c> makes one. Operators are numbers, never names.</summary>
    public Dictionary<string, string> Pins { get; set; } = [];

    /// <summary>Subject of the staff badge, as <c>issuer:subject</c>, by operator: such a badge opens the page instead of a PIN. Empty: no badge does.</summary>
    public Dictionary<string, string> Badges { get; set; } = [];

    /// <summary>The ten things each post must have (十个一), by their words; sites may have others.</summary>
    public string[] Checklist { get; set; } =
    [
        "shelter", "desk", "barrier", "one-metre-line", "clinical-thermometer", "site-code", "notice-board", "disinfectant", "protective-kit", "duty-register",
    ];

    /// <summary>Supplies by their words, each with the quantity at which somebody should bring more.</summary>
    public Dictionary<string, string> Supplies { get; set; } = new() { ["masks"] = "100", ["gloves"] = "50", ["disinfectant"] = "3", ["thermometer-batteries"] = "4" };

    /// <summary>Days between two comparisons of the thermometer with a reference.</summary>
    [Range(1, 366)]
    public int CalibrationDays { get; set; } = 14;

    /// <summary>File that holds shift, ledger and checklist.</summary>
    public string StateFile { get; set; } = "/var/lib/edge-checkpoint/operator.json";

    /// <summary>Everything that is wrong, each sentence naming its key; empty when all is well or the page is off.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!Enabled)
        {
            return problems;
        }

        if (!IPAddress.TryParse(Address, out IPAddress? address))
        {
            problems.Add($"operator:address: '{Address}' is not an IP address");
        }
        else if (!IPAddress.IsLoopback(address) && (CertificateFile.Length == 0 || CertificateKeyFile.Length == 0))
        {
            problems.Add($"operator:certificateFile: on {Address} the page needs a certificate and its key; PINs must not cross a network in the open");
        }

        problems.AddRange(CertificateProblems());
        if (Pins.Count == 0 && Badges.Count == 0)
        {
            problems.Add("operator:pins: at least one operator is needed; checkpointctl operator hash-pin makes the hash of a PIN");
        }

        problems.AddRange(Pins.Where(static p => !PinHash.IsHash(p.Value))
            .Select(static p => $"operator:pins:{p.Key}: is not a hash; checkpointctl operator hash-pin makes one"));
        problems.AddRange(Badges.Where(static b => !b.Value.Contains(':', StringComparison.Ordinal))
            .Select(static b => $"operator:badges:{b.Key}: must be issuer:subject, as the badge was issued"));
        problems.AddRange(Supplies.Where(static s => !int.TryParse(s.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(static s => $"operator:supplies:{s.Key}: must be a whole number, the quantity at which more is needed"));
        return problems;
    }

    private IEnumerable<string> CertificateProblems()
    {
        if (CertificateFile.Length == 0)
        {
            yield break;
        }

        string problem = "";
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(CertificateFile, CertificateKeyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            problem = e.Message;
        }

        if (problem.Length > 0)
        {
            yield return $"operator:certificateFile: {CertificateFile} and operator:certificateKeyFile cannot be used together: {problem}";
        }
    }

    internal IReadOnlyDictionary<string, int> Limits() => Supplies.ToDictionary(static s => s.Key, static s => int.Parse(s.Value, NumberStyles.None, CultureInfo.InvariantCulture));
}
