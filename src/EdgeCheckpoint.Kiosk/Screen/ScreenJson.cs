using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>What the page gets to know of texts and choices, once at its start.</summary>
/// <param name="Spoken">Languages spoken, in this order.</param>
/// <param name="Sounds">Names of all sounds there are, below <c>/sounds/</c>.</param>
/// <param name="Version">Version of all assets; a page that has another one reloads itself.</param>
internal sealed record ScreenSetup(
    string Version,
    IReadOnlyList<LanguageFile> Languages,
    IReadOnlyDictionary<string, string> SiteName,
    IReadOnlyDictionary<string, string> Notice,
    string PrivacyVersion,
    bool ShowTemperature,
    bool ShowCamera,
    bool ShowThermal,
    IReadOnlyList<string> Spoken,
    IEnumerable<string> Sounds);

/// <summary>A picture for a canvas.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">One byte a pixel, row-major.</param>
/// <param name="Head">Head region as x, y, width, height in pixels; null where there is none.</param>
internal sealed record ScreenPicture(int Width, int Height, byte[] Pixels, int[]? Head = null);

/// <summary>What is said every few seconds so that a silent connection is noticed.</summary>
/// <param name="Time">Local time of the kiosk, <c>HH:mm</c>; empty while the clock was never set.</param>
/// <param name="Volume">Volume of sounds, percent of full.</param>
internal sealed record ScreenBeat(string Time, int Volume);

/// <summary>First words of every connection.</summary>
/// <param name="Visitors">Whether visitors may register here.</param>
internal sealed record ScreenHello(string Version, bool Visitors);

/// <summary>A QR code to draw.</summary>
/// <param name="Side">Modules on a side with the light margin; 0: none.</param>
/// <param name="Path">SVG path of the dark modules, one unit a module.</param>
internal sealed record ScreenCode(int Side, string Path);

/// <summary>What the visitors' page shows beside its form.</summary>
/// <param name="Code">The empty text form.</param>
/// <param name="RetentionDays">Days a record is kept.</param>
internal sealed record VisitorForm(ScreenCode Code, int RetentionDays);

/// <summary>JSON between the service and its page: camelCase, enums as kebab-case words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    Converters = [
        typeof(KebabConverter<ScreenPage>), typeof(KebabConverter<Prompt>), typeof(KebabConverter<Verdict>),
        typeof(KebabConverter<LinkState>), typeof(KebabConverter<DeviceState>), typeof(KebabConverter<ClockState>)])]
[JsonSerializable(typeof(LanguageFile))]
[JsonSerializable(typeof(ScreenSetup))]
[JsonSerializable(typeof(ScreenView))]
[JsonSerializable(typeof(ScreenStatus))]
[JsonSerializable(typeof(ScreenPicture))]
[JsonSerializable(typeof(ScreenBeat))]
[JsonSerializable(typeof(ScreenHello))]
[JsonSerializable(typeof(ScreenCode))]
[JsonSerializable(typeof(VisitorForm))]
[JsonSerializable(typeof(VehicleTold))]
internal sealed partial class ScreenJsonContext : JsonSerializerContext;

internal sealed class KebabConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

internal static class ScreenJson
{
    /// <summary>Chinese stays readable; the characters HTML cares about stay escaped.</summary>
    internal static readonly ScreenJsonContext Context = new(new JsonSerializerOptions(ScreenJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    });
}
