using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Turns what the reader knows of a code that it cannot read into advice, and gives it calmly: only what holds for a while, at most once a second.</summary>
internal sealed class CodeAdvisor
{
    /// <summary>Advice must hold for this long: a phone that is being brought in needs none.</summary>
    internal static readonly TimeSpan Firm = TimeSpan.FromMilliseconds(400);

    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Taken from photographs of codes that could not be read; docs/vision.md has the figures.
    private const float SmallestModulePixels = 2;
    private const float NearModulePixels = 12;
    private const float Blurred = 0.45f;
    private const float Glaring = 0.1f;
    private const float Saturated = 250;
    private const float WashedOut = 120;

    private Prompt? _advice;
    private MonotonicInstant _since;
    private MonotonicInstant? _toldAt;

    /// <summary>What would help most.</summary>
    public static Prompt Of(UnreadCode code) => code switch
    {
        { ModulePixels: < SmallestModulePixels } => Prompt.ComeCloser,
        { Light: >= Saturated, Dark: >= WashedOut } => Prompt.BrightnessDown,
        { Glare: >= Glaring } => Prompt.TiltPhone,
        { Sharpness: < Blurred, ModulePixels: > NearModulePixels } => Prompt.StepBack,
        { Sharpness: < Blurred } => Prompt.HoldStill,
        _ => Prompt.CodeNotReadable,
    };

    /// <param name="code">What the newest picture holds and nobody read; null for nothing, or for a code that was read.</param>
    /// <returns>Advice to be told now; null for none.</returns>
    public Prompt? Consider(UnreadCode? code, MonotonicInstant at)
    {
        Prompt? advice = code is { } unread ? Of(unread) : null;
        if (advice != _advice)
        {
            (_advice, _since) = (advice, at);
        }

        if (advice is null || at - _since < Firm || (_toldAt is { } told && at - told < Period))
        {
            return null;
        }

        _toldAt = at;
        return advice;
    }
}
