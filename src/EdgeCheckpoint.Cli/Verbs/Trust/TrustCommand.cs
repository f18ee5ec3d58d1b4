using System.CommandLine;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust</c>: the documents a district signs and a kiosk obeys.</summary>
internal static class TrustCommand
{
    public static Command Create() => new("trust", "Sign, verify, import and show trust lists, policies, revocations and watch-lists.")
    {
        SignVerb.Create(),
        SealVerb.Create(),
        VerifyDocumentVerb.Create(),
        PublishVerb.Create(),
        ImportVerb.Create(),
        ShowVerb.Create(),
    };
}
