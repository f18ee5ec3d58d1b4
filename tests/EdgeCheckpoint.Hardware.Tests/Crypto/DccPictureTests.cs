using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Native.Vision;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Crypto;

/// <summary>The pictures that some published EU certificates come with, from picture to text.</summary>
public sealed class DccPictureTests
{
    [NeedsFact(data: "dcc", library: VisionNative.Library)]
    public void Every_picture_that_must_be_read_gives_the_text_of_its_vector()
    {
        using QrReader reader = new(new QrReaderOptions { Deadline = TimeSpan.Zero, Accumulate = false });
        int pictures = 0;
        List<string> wrong = [];
        foreach (string file in Directory.EnumerateFiles(Repository.Data("dcc"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            JsonNode vector = JsonNode.Parse(File.ReadAllText(file))!;
            if (vector["2DCODE"]?.GetValue<string>() is not { Length: > 0 } png || vector["EXPECTEDRESULTS"]!["EXPECTEDPICTUREDECODE"]?.GetValue<bool>() is not { } expected)
            {
                continue;
            }

            pictures++;
            IReadOnlyList<DecodedCode> codes = reader.Decode(GrayPicture.Parse(Convert.FromBase64String(png)).Image);
            if ((codes.Count == 1 && codes[0].Text == vector["PREFIX"]!.GetValue<string>()) != expected)
            {
                wrong.Add(Path.GetRelativePath(Repository.Data("dcc"), file));
            }
        }

        Assert.True(pictures > 90, $"only {pictures} pictures");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {pictures}:\n{string.Join("\n", wrong)}");
    }
}
