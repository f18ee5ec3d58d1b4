using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Credential.Cose;

/// <summary>Which of the candidate keys made a signature.</summary>
/// <param name="Key">Null when none did.</param>
/// <param name="Reason">Why there is none; empty when there is one.</param>
internal readonly record struct SignerSearch(TrustedKey? Key, string Reason)
{
    public static SignerSearch Run(IReadOnlyList<TrustedKey> candidates, CoseSign1 sign1)
    {
        if (sign1.Headers.Algorithm is not { } algorithm)
        {
            return new(null, Reasons.CodeMalformed);
        }

        if (candidates.Count == 0)
        {
            return new(null, Reasons.CodeUntrustedIssuer);
        }

        byte[] signed = sign1.SignedBytes();
        for (int i = 0; i < candidates.Count && i < ITrustedKeys.MaxCandidates; i++)
        {
            if (candidates[i].Verify(algorithm, signed, sign1.Signature.Span))
            {
                return new(candidates[i], "");
            }
        }

        return new(null, Reasons.CodeForged);
    }
}
