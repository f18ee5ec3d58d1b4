using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>Which of the candidate keys made a signature.</summary>
/// <param name="Key">Null when none did.</param>
/// <param name="Reason">Why there is none; empty when there is one.</param>
internal readonly record struct SignerSearch(TrustedKey? Key, string Reason)
{
    private IReadOnlyList<TrustedKey> Candidates { get; init; } = [];

    /// <param name="allowed">Algorithms of the format; a document in any other is malformed.</param>
    public static SignerSearch Run(IReadOnlyList<TrustedKey> candidates, CoseSign1 sign1, params ReadOnlySpan<SignatureAlgorithm> allowed)
    {
        if (sign1.Headers.Algorithm is not { } algorithm || !allowed.Contains(algorithm))
        {
            return new(null, Reasons.CodeMalformed);
        }

        return Run(candidates, algorithm, sign1.SignedBytes(), sign1.Signature.Span);
    }

    public static SignerSearch Run(IReadOnlyList<TrustedKey> candidates, SignatureAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (candidates.Count == 0)
        {
            return new(null, Reasons.CodeUntrustedIssuer);
        }

        for (int i = 0; i < candidates.Count && i < ITrustedKeys.MaxCandidates; i++)
        {
            if (candidates[i].Verify(algorithm, signed, signature))
            {
                return new(candidates[i], "") { Candidates = candidates };
            }
        }

        return new(null, Reasons.CodeForged);
    }

    /// <summary>The entry of the signer's key that vouches for such a document. A list may name one key several times, each time for something else.</summary>
    /// <param name="usages">All of them are needed.</param>
    /// <returns>Null when no entry does.</returns>
    public TrustedKey? Vouching(KeyUsages usages, string issuer)
    {
        ReadOnlySpan<byte> key = Key is null ? [] : Key.SubjectPublicKeyInfo.Span;
        for (int i = 0; i < Candidates.Count; i++)
        {
            TrustedKey entry = Candidates[i];
            if ((entry.Usages & usages) == usages && (entry.Issuer is null || entry.Issuer == issuer) && entry.SubjectPublicKeyInfo.Span.SequenceEqual(key))
            {
                return entry;
            }
        }

        return null;
    }
}
