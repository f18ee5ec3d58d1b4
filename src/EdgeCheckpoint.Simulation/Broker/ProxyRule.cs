namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>One packet on its way through the proxy.</summary>
/// <param name="ToBroker">From the client to the broker, or back.</param>
/// <param name="Type">Kind of packet.</param>
/// <param name="Bytes">The whole packet; a rule may change it in place.</param>
/// <param name="Connection">Number of the connection since the proxy started, from 1.</param>
public readonly record struct ProxiedPacket(bool ToBroker, MqttPacketType Type, byte[] Bytes, int Connection);

/// <summary>What the proxy does with a packet.</summary>
public enum ProxyAction
{
    Forward,

    /// <summary>Delivers it, then breaks the connection on both sides.</summary>
    ForwardThenCut,

    /// <summary>Breaks the connection instead of delivering it.</summary>
    Cut,

    /// <summary>Swallows it; the connection goes on.</summary>
    Drop,

    /// <summary>Swallows it and everything after it in both directions; the connection looks alive.</summary>
    Freeze,
}

/// <summary>Decides on every packet. Called by one thread at a time.</summary>
public delegate ProxyAction ProxyRule(ProxiedPacket packet);

/// <summary>Ready rules.</summary>
public static class ProxyRules
{
    public static ProxyRule Forward { get; } = static _ => ProxyAction.Forward;

    /// <summary>Does <paramref name="action"/> to the first packets of a type, and lets all others pass.</summary>
    public static ProxyRule First(MqttPacketType type, ProxyAction action, int times = 1)
    {
        int left = times;
        return packet => packet.Type == type && left-- > 0 ? action : ProxyAction.Forward;
    }

    /// <summary>Does <paramref name="action"/> to every packet with a probability.</summary>
    public static ProxyRule Sometimes(double probability, ProxyAction action, int seed)
    {
        var chance = new Random(seed);
        return _ => chance.NextDouble() < probability ? action : ProxyAction.Forward;
    }

    /// <summary>Changes one byte of a packet with a probability.</summary>
    public static ProxyRule Corrupt(double probability, int seed)
    {
        var chance = new Random(seed);
        return packet =>
        {
            if (packet.Bytes.Length > 0 && chance.NextDouble() < probability)
            {
                packet.Bytes[chance.Next(packet.Bytes.Length)] ^= (byte)(1 << chance.Next(8));
            }

            return ProxyAction.Forward;
        };
    }
}
