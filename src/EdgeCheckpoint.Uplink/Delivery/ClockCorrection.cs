using System.Text;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Gives events their right time once the clock is set: a board without a battery stamps them 1970 until then, but its monotonic clock ran all along.</summary>
/// <remarks>Only within one boot; what an earlier boot could not know stays as it was stamped, and says so in <c>clock</c>.</remarks>
internal static class ClockCorrection
{
    private static readonly byte[] Synced = "\"clock\":\"synced\""u8.ToArray();

    /// <param name="json">The envelope as it was journaled.</param>
    /// <param name="clock">The clock at this moment; asked only when it matters.</param>
    /// <returns>The same, or with a corrected wall time that is marked <c>estimated</c>.</returns>
    public static byte[] Apply(byte[] json, Func<EventTime> clock)
    {
        if (json.AsSpan().IndexOf(Synced) >= 0)
        {
            return json;
        }

        EventTime now = clock();
        if (now.Clock != ClockState.Synced
            || json.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"boot\":\"{now.Boot}\"")) < 0
            || !EnvelopeCodec.TryDecode(json, out Envelope envelope, out _)
            || envelope.Time.Clock == ClockState.Synced
            || envelope.Time.MonotonicMs > now.MonotonicMs)
        {
            return json;
        }

        DateTimeOffset wall = now.Wall - TimeSpan.FromMilliseconds(now.MonotonicMs - envelope.Time.MonotonicMs);
        return EnvelopeCodec.Encode(envelope with { Time = envelope.Time with { Wall = wall, Clock = ClockState.Estimated } });
    }
}
