using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>One server-sent event, ready to be written.</summary>
internal static class ScreenFrame
{
    /// <summary>Builds <c>event: name</c>, <c>data: json</c>, blank line. The JSON holds no line break.</summary>
    internal static byte[] Of<T>(string name, T value, JsonTypeInfo<T> info) =>
        [.. "event: "u8, .. System.Text.Encoding.ASCII.GetBytes(name), .. "\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(value, info), .. "\n\n"u8];
}
