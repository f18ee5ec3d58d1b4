using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Kiosk.Sound;

/// <summary>What the kiosk lets hear. The browser that shows the screen plays it, so it sounds wherever the screen's audio goes.</summary>
public sealed class SoundOptions
{
    /// <summary>Folder of spoken prompts, <c>{language}/{name}.wav</c>, and of own tones, <c>tones/{name}.wav</c>; made by scripts/build-sounds.sh. Absent: tones only.</summary>
    public string Folder { get; set; } = "/usr/share/edge-checkpoint/sounds";

    /// <summary>Languages spoken, in this order; empty: the first language of the screen.</summary>
    public string[] Languages { get; set; } = [];

    /// <summary>Volume by day, percent of full; 0 is silent.</summary>
    [Range(0, 100)]
    public int VolumePercent { get; set; } = 80;

    /// <summary>Volume by night, percent of full.</summary>
    [Range(0, 100)]
    public int NightVolumePercent { get; set; } = 30;

    /// <summary>When the night begins, local time of day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59")]
    public TimeSpan NightFrom { get; set; } = TimeSpan.FromHours(22);

    /// <summary>When the night ends, local time of day. The same as its begin: no night.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59")]
    public TimeSpan NightUntil { get; set; } = TimeSpan.FromHours(7);

    /// <summary>Volume at a time of day, percent of full.</summary>
    /// <param name="timeOfDay">Since local midnight; null while the clock was never set, which counts as day.</param>
    public int VolumeAt(TimeSpan? timeOfDay) => timeOfDay is { } now && IsNight(now) ? NightVolumePercent : VolumePercent;

    private bool IsNight(TimeSpan now) => NightFrom <= NightUntil
        ? now >= NightFrom && now < NightUntil
        : now >= NightFrom || now < NightUntil;
}
