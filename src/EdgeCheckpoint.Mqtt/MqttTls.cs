namespace EdgeCheckpoint.Mqtt;

/// <summary>TLS 1.2 or newer; the server's name is always checked. Files are read anew at every connection, so a renewed certificate needs no restart.</summary>
/// <param name="AuthorityFile">PEM certificates of the authorities that may vouch for the broker.</param>
/// <param name="CertificateFile">PEM certificate chain of this client; null for none.</param>
/// <param name="KeyFile">PEM private key to it, without passphrase; null for none.</param>
public sealed record MqttTls(string AuthorityFile, string? CertificateFile = null, string? KeyFile = null);
