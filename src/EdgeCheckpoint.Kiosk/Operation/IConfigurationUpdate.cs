using System.Text.Json;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Takes the district's changes of the configuration.</summary>
internal interface IConfigurationUpdate
{
    /// <summary>Puts these keys over the local ones, in the place of all that the district sent before.</summary>
    /// <param name="changes">An object shaped like kiosk.json; an empty one takes all changes back.</param>
    /// <returns>Everything wrong with it, each naming its key; when there is anything, nothing changes.</returns>
    IReadOnlyList<string> Put(JsonElement changes);
}
