namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>Changes bytes in one to four places: flips, values, insertions, cuts.</summary>
internal sealed class ByteMutator(Random random)
{
    public byte[] Changed(byte[] bytes)
    {
        List<byte> changed = [.. bytes];
        for (int i = random.Next(1, 5); i > 0 && changed.Count > 0; i--)
        {
            int at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed.InsertRange(at, Some(random.Next(1, 20)));
                    break;
                default:
                    changed.RemoveRange(at, Math.Min(random.Next(1, 20), changed.Count - at));
                    break;
            }
        }

        return [.. changed];
    }

    public byte[] Some(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
