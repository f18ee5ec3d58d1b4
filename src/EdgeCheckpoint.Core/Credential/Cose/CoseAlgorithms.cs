using System.Diagnostics;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>COSE algorithm numbers, IANA registry; SM2 has none and takes one of private use.</summary>
internal static class CoseAlgorithms
{
    private const int Es256 = -7;
    private const int EdDsa = -8;
    private const int Es384 = -35;
    private const int Es512 = -36;
    private const int Ps256 = -37;
    private const int Ps384 = -38;
    private const int Ps512 = -39;
    private const int Sm2 = -70001;

    public static SignatureAlgorithm? FromNumber(long number) => number switch
    {
        Es256 => SignatureAlgorithm.Es256,
        Es384 => SignatureAlgorithm.Es384,
        Es512 => SignatureAlgorithm.Es512,
        Ps256 => SignatureAlgorithm.Ps256,
        Ps384 => SignatureAlgorithm.Ps384,
        Ps512 => SignatureAlgorithm.Ps512,
        EdDsa => SignatureAlgorithm.EdDsa,
        Sm2 => SignatureAlgorithm.Sm2,
        _ => null,
    };

    public static int NumberOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es256 => Es256,
        SignatureAlgorithm.Es384 => Es384,
        SignatureAlgorithm.Es512 => Es512,
        SignatureAlgorithm.Ps256 => Ps256,
        SignatureAlgorithm.Ps384 => Ps384,
        SignatureAlgorithm.Ps512 => Ps512,
        SignatureAlgorithm.EdDsa => EdDsa,
        SignatureAlgorithm.Sm2 => Sm2,
        _ => throw new UnreachableException(),
    };
}
