using System.Security.Cryptography;

namespace EdgeCheckpoint.Uplink.Commands;

/// <summary>Whose commands a kiosk obeys.</summary>
public sealed class CommandTrust : IDisposable
{
    private readonly Dictionary<string, ECDsa> _keys = [];

    /// <summary>Adds a public key.</summary>
    /// <param name="keyId">As commands name it.</param>
    /// <param name="pem">SubjectPublicKeyInfo of a P-256 key.</param>
    /// <returns>False when it is not such a key.</returns>
    public bool TryAdd(string keyId, string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256 && _keys.TryAdd(keyId, key))
            {
                return true;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Not a key; the caller is told by the result.
        }

        key.Dispose();
        return false;
    }

    public void Dispose()
    {
        foreach (ECDsa key in _keys.Values)
        {
            key.Dispose();
        }
    }

    internal bool TryFind(string keyId, out ECDsa? key) => _keys.TryGetValue(keyId, out key);
}
