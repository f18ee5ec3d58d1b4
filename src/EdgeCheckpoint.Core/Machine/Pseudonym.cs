using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Turns the identity in a code into a token that only the holder of the district's key can relate to a person.</summary>
/// <param name="key">At least 32 bytes, the same for all kiosks of a district, so that one person is one token there.</param>
public sealed class Pseudonym(byte[] key)
{
    /// <summary>First 16 bytes of HMAC-SHA-256 over the format and the subject, hexadecimal.</summary>
    public string TokenOf(string format, string subject) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{format}\n{subject}"))[..16]);

    /// <summary>What this kiosk keeps for itself, under another name than events carry, so that its files and its events do not explain each other.</summary>
    /// <param name="what">What is named: <c>code</c> or <c>subject</c>.</param>
    public ListHash HashOf(string what, string format, string name) =>
        ListHash.Read(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{what}\n{format}\n{name}")));
}
