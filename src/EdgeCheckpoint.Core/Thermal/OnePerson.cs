namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Tells what looks like a second head from a second person.</summary>
internal static class OnePerson
{
    /// <summary>So much narrower than the head in front, somebody is far behind it and in nobody's way; or it is no head at all.</summary>
    private const double FarBehindShare = 1.0 / 3;

    /// <param name="head">What may be no head of its own.</param>
    /// <param name="larger">Whether <paramref name="other"/> is the larger of the two; of two alike, the first found is.</param>
    public static bool IsPart(in Head head, in Head other, bool larger)
    {
        double widest = Math.Max(head.WidthPixels, other.WidthPixels);
        double aside = Math.Abs(head.CentreX - other.CentreX), below = head.CentreY - other.CentreY;
        return larger && (head.WidthPixels < FarBehindShare * other.WidthPixels || IsHalf(head, other, aside, below, widest))
            || IsAtFoot(head)
            || Hangs(head, other, aside, below, widest)
            || Touches(head, other, aside, below, widest);
    }

    /// <summary>The lower end of a picture cuts a chest or a hand; a head there shows more than a strip.</summary>
    private static bool IsAtFoot(in Head head) => head.CutBelow && head.Region.Height < 1.2 * head.Region.Width;

    /// <summary>A cold nose or a strap takes a face apart: two alike, side by side, nearer than two heads can be.</summary>
    private static bool IsHalf(in Head head, in Head other, double aside, double below, double widest) =>
        other.WidthPixels < 1.5 * head.WidthPixels && aside < (0.8 * widest) + 1.5 && Math.Abs(below) < 0.7 * widest;

    /// <summary>What is below another head, no farther aside than shoulders and arms reach, is a scarf, a hand or a bag; a small thing so already at the chin's height.</summary>
    private static bool Hangs(in Head head, in Head other, double aside, double below, double widest) =>
        other.WidthPixels > 0.3 * head.WidthPixels && aside < 1.8 * widest
        && below > (head.WidthPixels < 0.6 * other.WidthPixels ? 0.3 : 0.6) * other.WidthPixels;

    /// <summary>What touches a larger one is a part of that face, unless it stands on it as a head on a chest.</summary>
    private static bool Touches(in Head head, in Head other, double aside, double below, double widest) =>
        other.WidthPixels > head.WidthPixels && aside < 0.7 * widest && Math.Abs(below) < 1.2 * widest
        && !(other.WidthPixels > 1.5 * head.WidthPixels && below < -0.6 * other.WidthPixels);
}
