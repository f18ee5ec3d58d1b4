using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>How a kiosk's folder of signed documents is laid out; for the kiosk, and for the tool that looks into it.</summary>
public static class DocumentFiles
{
    /// <summary>The newest document of a kind; in force unless it rotted.</summary>
    public static string Newest(string folder, DocumentKind kind) => Path.Combine(folder, Words.Of(kind) + SignedDocument.Extension);

    /// <summary>The one before it, which stands in for it.</summary>
    public static string Previous(string folder, DocumentKind kind) => Newest(folder, kind) + ".previous";

    /// <summary>The delta whose snapshot is not here yet.</summary>
    public static string Waiting(string folder) => Newest(folder, DocumentKind.RevocationsDelta) + ".waiting";

    /// <summary>Folder of what people bring.</summary>
    public static string Incoming(string folder) => Path.Combine(folder, "incoming");
}
