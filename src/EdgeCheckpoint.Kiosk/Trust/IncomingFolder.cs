using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Takes documents that people put into a folder: by <c>checkpointctl trust import</c>, or from a USB stick.</summary>
/// <remarks>A file is taken once it has its final name, and is gone afterwards: in force, or in quarantine. One that cannot be taken keeps none of the others waiting.</remarks>
internal sealed class IncomingFolder(string folder, TrustStore store, Func<VerificationTime> now)
{
    /// <summary>Files that this service may not take away; looked at once.</summary>
    private readonly HashSet<string> _stuck = [];

    /// <summary>Imports what lies there, in the order of the names. To be called every second or so; cheap when there is nothing.</summary>
    /// <returns>Files taken.</returns>
    public int TakeAll()
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        int taken = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*" + SignedDocument.Extension).Except(_stuck).Order(StringComparer.Ordinal).ToArray())
        {
            if (!store.Take(file, now()))
            {
                _stuck.Add(file);
            }

            taken++;
        }

        return taken;
    }
}
