using System.Text;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class Base45Tests
{
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void Examples_of_RFC_9285_go_both_ways(string plain, string encoded)
    {
        Assert.Equal(encoded, Base45.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Decoded(encoded));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("BB8A")]
    [InlineData("GGW")]
    [InlineData("::")]
    [InlineData("bb8")]
    [InlineData("BB\u4e2d")]
    [InlineData("B\u00008")]
    public void What_no_encoder_writes_is_refused(string encoded) => Assert.Null(Decoded(encoded));

    [Fact]
    public void Every_pair_of_bytes_survives()
    {
        byte[] pair = new byte[2];
        Span<byte> back = stackalloc byte[3];
        for (int value = 0; value <= 0xFFFF; value++)
        {
            (pair[0], pair[1]) = ((byte)(value >> 8), (byte)value);
            Assert.True(Base45.TryDecode(Base45.Encode(pair), back, out int length));
            Assert.True(back[..length].SequenceEqual(pair));
        }
    }

    private static string? Decoded(string encoded)
    {
        byte[] bytes = new byte[Base45.MaxDecodedLength(encoded.Length)];
        return Base45.TryDecode(encoded, bytes, out int length) ? Encoding.ASCII.GetString(bytes, 0, length) : null;
    }
}
