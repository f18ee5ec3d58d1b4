using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Contract;

/// <summary>The code a kiosk shows for people who scan with their phone (门铃码): where, and proof that it was shown just now.</summary>
/// <remarks>
/// <c>ECD1:{district}/{checkpoint}/{device}:{step}:{proof}</c>; the step is the number of whole periods since 1970, the proof the first
/// 10 bytes of HMAC-SHA256 over all before it, hexadecimal. A photograph of it is worth nothing a minute later.
/// </remarks>
public static class SiteCode
{
    public const string Prefix = "ECD1:";

    /// <summary>How long one code stands.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private const int ProofBytes = 10;

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Period.TotalSeconds;

    /// <param name="secret">Shared by the kiosk and its district; at least 16 bytes.</param>
    public static string At(Site site, DateTimeOffset now, ReadOnlySpan<byte> secret) => Of(site, StepAt(now), secret);

    /// <summary>Whether the text is this secret's code of a site, shown now or one period ago or ahead.</summary>
    /// <param name="site">Site it names; default when false.</param>
    public static bool TryVerify(string text, DateTimeOffset now, ReadOnlySpan<byte> secret, out Site site)
    {
        ArgumentNullException.ThrowIfNull(text);
        site = default;
        string[] parts = text.Split(':');
        if (text.Length > 256 || parts.Length != 4 || parts[0] + ":" != Prefix
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            || Math.Abs(step - StepAt(now)) > 1
            || parts[1].Split('/') is not [var district, var checkpoint, var device])
        {
            return false;
        }

        var claimed = new Site(district, checkpoint, device);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(claimed, step, secret)), Encoding.UTF8.GetBytes(text)))
        {
            return false;
        }

        site = claimed;
        return true;
    }

    private static string Of(Site site, long step, ReadOnlySpan<byte> secret)
    {
        string claim = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{site.District}/{site.Checkpoint}/{site.Device}:{step}:");
        return claim + Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(claim)).AsSpan(0, ProofBytes));
    }
}
