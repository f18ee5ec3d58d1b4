using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>What the configuration names by its path: secrets, keys, certificates, rules. Each is read, or a sentence with its key says why it cannot be used.</summary>
internal static class NamedFiles
{
    private static readonly (string Key, Action<KioskOptions> Read)[] All =
    [
        ("rules:policy", static o => Policy(o)),
        ("rules:keysFolder", static o => Keys(o)),
        ("rules:rootKeysFile", static o => Roots(o)),
        ("rules:watchListSecretFile", static o => WatchListKeys(o)),
        ("rules:pseudonymKeyFile", static o => PseudonymKey(o)),
        ("rules:commandKeysFolder", static o => CommandKeys(o)),
        ("journal:secretFile", static o => JournalSecret(o)),
        ("broker:authorityFile", static o => CheckCertificates(o.Broker.AuthorityFile, "broker:authorityFile")),
        ("broker:certificateFile", static o => CheckCertificates(o.Broker.CertificateFile, "broker:certificateFile")),
        ("broker:keyFile", static o => CheckPrivateKey(o.Broker.KeyFile, "broker:keyFile")),
    ];

    /// <summary>Everything wrong with them, all at once. The same reading as at start, so what passes here is what a start can use.</summary>
    public static IReadOnlyList<string> Problems(KioskOptions options)
    {
        List<string> problems = [];
        foreach ((string key, Action<KioskOptions> read) in All)
        {
            try
            {
                read(options);
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Errors);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{key}: {e.Message}");
            }
        }

        return problems;
    }

    public static PolicyDocument Policy(KioskOptions options)
    {
        string name = options.Rules.Policy;
        if (ReadyPolicies.Names.Contains(name))
        {
            return ReadyPolicies.Load(name);
        }

        if (!File.Exists(name))
        {
            throw Refuse("rules:policy", $"{name} is neither a file nor one of the ready policies: {string.Join(", ", ReadyPolicies.Names)}");
        }

        PolicyParseResult read = PolicyDocument.Parse(File.ReadAllBytes(name));
        return read.Policy ?? throw new ConfigurationException([.. read.Issues.Select(i => $"rules:policy: {name}:{i}")]);
    }

    /// <summary>Keys whose codes are believed. A folder that is not there yet is a fault of the result, not of the configuration.</summary>
    public static TrustFile Keys(KioskOptions options) =>
        Directory.Exists(options.Rules.KeysFolder) ? Demand(TrustFolder.Read(options.Rules.KeysFolder, new LibcryptoAlgorithms()))
        : File.Exists(options.Rules.KeysFolder) ? throw Refuse("rules:keysFolder", $"{options.Rules.KeysFolder} is a file; name a folder")
        : new TrustFile([], [$"the folder {options.Rules.KeysFolder} does not exist, so no code can be proved; put the issuers' public keys there"]);

    /// <summary>The district's own keys; null where none are configured and documents are not taken.</summary>
    public static ITrustedKeys? Roots(KioskOptions options)
    {
        if (options.Rules.RootKeysFile.Length == 0)
        {
            return null;
        }

        TrustFile read = TrustFolder.Read(options.Rules.RootKeysFile, new LibcryptoAlgorithms());
        return read.Keys.Count > 0 && read.Faults.Count == 0
            ? new TrustedKeySet(read.Keys)
            : throw Refuse("rules:rootKeysFile", read.Faults.Count > 0 ? read.Faults[0] : $"{options.Rules.RootKeysFile} holds no public key");
    }

    /// <summary>Null on a kiosk that was given no watch-list secret: it takes no watch-lists.</summary>
    public static WatchListKeys? WatchListKeys(KioskOptions options)
    {
        byte[] secret = SecretOf(options.Rules.WatchListSecretFile, "rules:watchListSecretFile", Core.Lists.WatchListKeys.SecretBytes);
        return secret.Length == 0 ? null : new WatchListKeys(secret.AsSpan(0, Core.Lists.WatchListKeys.SecretBytes));
    }

    public static byte[] PseudonymKey(KioskOptions options) => SecretOf(options.Rules.PseudonymKeyFile, "rules:pseudonymKeyFile", 32);

    /// <summary>Empty: the journal is not sealed.</summary>
    public static byte[] JournalSecret(KioskOptions options) => SecretOf(options.Journal.SecretFile, "journal:secretFile", 16);

    /// <summary>Public keys of those whose commands are obeyed, by the name commands give them: the texts of the PEM files.</summary>
    public static IReadOnlyList<(string File, string Pem)> CommandKeys(KioskOptions options)
    {
        string folder = options.Rules.CommandKeysFolder;
        if (folder.Length == 0)
        {
            return [];
        }

        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal).Select(static file => (file, File.ReadAllText(file)))]
            : throw Refuse("rules:commandKeysFolder", $"the folder {folder} does not exist; make it, or leave the key empty for a kiosk that takes no commands");
    }

    private static TrustFile Demand(TrustFile keys) => keys.LacksRevocations
        ? throw new ConfigurationException(
            [.. keys.Faults.Select(static f => $"rules:keysFolder: {f}"), "rules:keysFolder: which cards are revoked cannot be known; repair or take out the files named here"])
        : keys;

    private static void CheckCertificates(string path, string key)
    {
        if (path.Length == 0)
        {
            return;
        }

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(Encoding.Latin1.GetString(Read(path, key)));
        }
        catch (CryptographicException e)
        {
            throw Refuse(key, $"{path} holds a certificate that cannot be read: {e.Message}");
        }

        if (found.Count == 0)
        {
            throw Refuse(key, $"{path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
        }

        foreach (X509Certificate2 certificate in found)
        {
            certificate.Dispose();
        }
    }

    private static void CheckPrivateKey(string path, string key)
    {
        if (path.Length == 0)
        {
            return;
        }

        for (ReadOnlySpan<char> rest = Encoding.Latin1.GetString(Read(path, key)); PemEncoding.TryFind(rest, out PemFields block); rest = rest[block.Location.End..])
        {
            if (rest[block.Label].EndsWith("PRIVATE KEY"))
            {
                return;
            }
        }

        throw Refuse(key, $"{path} holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
    }

    private static byte[] SecretOf(string path, string key, int atLeastBytes)
    {
        if (path.Length == 0)
        {
            return [];
        }

        try
        {
            byte[] secret = Convert.FromBase64String(Encoding.ASCII.GetString(Read(path, key)).Trim());
            return secret.Length >= atLeastBytes ? secret : throw Refuse(key, $"{path} holds {secret.Length} bytes; at least {atLeastBytes} are needed");
        }
        catch (FormatException)
        {
            throw Refuse(key, $"{path} is not base64; make one with: head -c 32 /dev/urandom | base64 > {path}");
        }
    }

    private static byte[] Read(string path, string key) =>
        File.Exists(path) ? File.ReadAllBytes(path) : throw Refuse(key, $"names {path}, which {(Directory.Exists(path) ? "is a folder" : "does not exist")}");

    private static ConfigurationException Refuse(string key, string problem) => new([$"{key}: {problem}"]);
}
