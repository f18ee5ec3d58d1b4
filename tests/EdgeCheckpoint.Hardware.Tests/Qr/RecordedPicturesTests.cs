using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Imaging;
using EdgeCheckpoint.Hardware.Qr;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Qr;

/// <summary>Photographs with known texts. <c>checkpointctl qr bench</c> measures them; this holds the line.</summary>
public sealed class RecordedPicturesTests
{
    [NeedsFact(data: "qr/manifest.jsonl", library: "libcheckpoint_vision.so libturbojpeg.so.0")]
    public void Recorded_pictures_are_read_and_never_misread()
    {
        using var reader = new QrReader(new QrReaderOptions { Deadline = TimeSpan.Zero, Accumulate = false });
        int read = 0, micro = 0;
        foreach (string line in File.ReadLines(Repository.Data("qr", "manifest.jsonl")))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string file = json.RootElement.GetProperty("file").GetString()!, kind = json.RootElement.GetProperty("kind").GetString()!;
            string[] accepted = [.. json.RootElement.GetProperty("texts").EnumerateArray().Select(static t => Normal(t.GetString()!))];
            IReadOnlyList<DecodedCode> codes = reader.Decode(GrayPicture.Load(Repository.Data("qr", file)).Image);
            if (kind == "negative")
            {
                Assert.True(codes.Count == 0, $"{file} holds no code, yet gave {codes.Count} texts");
            }
            else if (kind == "positive" && codes.Count > 0)
            {
                Assert.True(codes.Any(code => Accepted(accepted, Normal(code.Text))), $"{file} gave '{codes[0].Text}'");
                read++;
                micro += codes[0].Version < 0 ? 1 : 0;
            }
        }

        Assert.InRange(read - micro, 455, 456);
        Assert.InRange(micro, 10, 11);
    }

    /// <summary>One label shows UTF-8 bytes as if they were Shift_JIS; a text that makes the same bytes is right.</summary>
    private static bool Accepted(string[] accepted, string text) =>
        accepted.Contains(text) || accepted.Contains(Normal(CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetString(Encoding.UTF8.GetBytes(text))));

    private static string Normal(string text) =>
        text.Normalize(NormalizationForm.FormC).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim('\n', '\0', ' ');
}
