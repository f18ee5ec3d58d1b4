using System.Security.Cryptography;
using System.Text;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.KioskTests.Visitors;

public sealed class SealedBoxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4_000)]
    [InlineData(SealedBox.MaxContent)]
    public void What_was_sealed_for_the_district_the_district_opens(int length)
    {
        using ECDiffieHellman district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman publicPart = PublicPartOf(district);
        byte[] content = RandomNumberGenerator.GetBytes(length);
        byte[] box = SealedBox.Seal(content, publicPart);
        Assert.True(SealedBox.TryOpen(box, district, out byte[] opened));
        Assert.Equal(content, opened);
    }

    [Fact]
    public void Nobody_else_opens_it()
    {
        using ECDiffieHellman district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(SealedBox.TryOpen(SealedBox.Seal("x"u8, district), other, out _));
    }

    [Fact]
    public void A_single_changed_bit_anywhere_spoils_it()
    {
        using ECDiffieHellman district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] box = SealedBox.Seal("visitor"u8, district);
        for (int i = 0; i < box.Length; i++)
        {
            byte[] changed = [.. box];
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.False(SealedBox.TryOpen(changed, district, out _), $"byte {i}");
        }

        for (int length = 0; length < box.Length; length++)
        {
            Assert.False(SealedBox.TryOpen(box.AsSpan(0, length), district, out _), $"cut to {length}");
        }
    }

    [Fact]
    public void The_length_of_a_name_does_not_show_and_nothing_repeats()
    {
        using ECDiffieHellman district = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] one = SealedBox.Seal(Encoding.UTF8.GetBytes("甲"), district);
        byte[] other = SealedBox.Seal(Encoding.UTF8.GetBytes(new string('乙', 40)), district);
        Assert.Equal(one.Length, other.Length);
        Assert.NotEqual(one, SealedBox.Seal(Encoding.UTF8.GetBytes("甲"), district));
    }

    private static ECDiffieHellman PublicPartOf(ECDiffieHellman key)
    {
        ECDiffieHellman part = ECDiffieHellman.Create();
        part.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        return part;
    }
}
