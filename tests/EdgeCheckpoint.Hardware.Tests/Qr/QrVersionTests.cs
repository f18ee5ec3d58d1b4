using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

/// <summary>Our reader against zxing-cpp's writer: every table of the standard in one sweep.</summary>
public sealed class QrVersionTests
{
    [NeedsFact(library: VisionNative.Library)]
    public void Every_version_and_level_is_read_by_our_own_reader()
    {
        using var reader = new QrReader(new QrReaderOptions { Engines = QrEngines.Own, Deadline = TimeSpan.Zero, Accumulate = false });
        var random = new Random(5);
        var versions = new HashSet<(int, QrErrorCorrection)>();
        foreach (QrErrorCorrection level in Enum.GetValues<QrErrorCorrection>())
        {
            int length = 1;
            for (int version = 1; version <= 40; version++)
            {
                // The longest text that still is this version, so that the last block and the padding are met too.
                QrMatrix matrix = Longest(random, level, version, ref length, out string text);
                DecodedCode code = Assert.Single(reader.Decode(matrix.ToPicture(scale: 3).Image));
                Assert.Equal(text, code.Text);
                Assert.Equal(matrix.Version, code.Version);
                Assert.Equal(0, code.Repaired);
                versions.Add((code.Version, level));
            }
        }

        Assert.Equal(160, versions.Count);
    }

    private static QrMatrix Longest(Random random, QrErrorCorrection level, int version, ref int length, out string text)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/";
        int low = length, high = 2953;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            try
            {
                (low, high) = QrWriter.Encode(new string('x', middle), level).Version <= version ? (middle, high) : (low, middle - 1);
            }
            catch (ArgumentException)
            {
                high = middle - 1;
            }
        }

        length = low;
        text = new string(random.GetItems<char>(Letters, length));
        return QrWriter.Encode(text, level);
    }
}
