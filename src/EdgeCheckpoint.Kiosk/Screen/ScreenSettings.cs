using System.Security.Cryptography;
using System.Text.Json;
using EdgeCheckpoint.Kiosk.Sound;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>What the site decides about its screen, as it is now. Pages that are open load anew when it changes. Thread-safe.</summary>
public sealed class ScreenSettings
{
    private volatile State _state;

    /// <param name="options">Already checked: <see cref="ScreenOptions.Problems"/> is empty.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public ScreenSettings(ScreenOptions options) => _state = State.Of(options);

    public ScreenOptions Options => _state.Options;

    /// <summary>Version of pages and settings together.</summary>
    internal string Version => _state.Version;

    /// <summary>What a page loads first, as JSON.</summary>
    internal byte[] Setup => _state.Setup;

    internal SoundLibrary Sounds => _state.Sounds;

    /// <summary>From now on these count; language files and sounds are read again, too.</summary>
    /// <exception cref="ArgumentException">The options have problems; those before stay.</exception>
    public void Replace(ScreenOptions options) => _state = State.Of(options);

    private sealed record State(ScreenOptions Options, string Version, byte[] Setup, SoundLibrary Sounds)
    {
        public static State Of(ScreenOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            if (options.Problems() is { Count: > 0 } problems)
            {
                throw new ArgumentException(string.Join(' ', problems), nameof(options));
            }

            SoundLibrary sounds = SoundLibrary.Load(options.Sound.Folder);
            ScreenSetup setup = SetupOf(options, sounds);
            string version = $"{ScreenAssets.Version}-{Convert.ToHexStringLower(SHA256.HashData(Json(setup)))[..8]}";
            return new State(options, version, Json(setup with { Version = version }), sounds);
        }

        private static byte[] Json(ScreenSetup setup) => JsonSerializer.SerializeToUtf8Bytes(setup, ScreenJson.Context.ScreenSetup);

        private static ScreenSetup SetupOf(ScreenOptions options, SoundLibrary sounds) => new(
            "",
            [.. options.Languages.Select(language =>
                LanguageFile.TryLoad(language, options.LanguageFolder, out LanguageFile file, out string problem)
                    ? file
                    : throw new ArgumentException(problem, nameof(options)))],
            options.SiteName,
            options.Notice,
            options.PrivacyVersion,
            options.ShowTemperature,
            options.ShowCamera,
            options.ShowThermal,
            options.Sound.Languages.Length > 0 ? options.Sound.Languages : options.Languages[..1],
            sounds.Names);
    }
}
