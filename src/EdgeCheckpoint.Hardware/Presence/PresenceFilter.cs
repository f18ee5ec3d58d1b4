namespace EdgeCheckpoint.Hardware.Presence;

/// <summary>Turns distances into "somebody is there". Between the two limits nothing changes, and one odd measurement changes nothing.</summary>
internal sealed class PresenceFilter(PresenceOptions options)
{
    private int _against;

    internal bool Present { get; private set; }

    /// <returns>Whether <see cref="Present"/> changed.</returns>
    internal bool Add(int millimetres)
    {
        bool contradicts = Present ? millimetres > options.FarMillimetres : millimetres < options.NearMillimetres;
        _against = contradicts ? _against + 1 : 0;
        if (_against < options.Agreeing)
        {
            return false;
        }

        _against = 0;
        Present = !Present;
        return true;
    }
}
