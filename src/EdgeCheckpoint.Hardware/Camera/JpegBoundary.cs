namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Finds where a JPEG ends by following its segments, so that a thumbnail inside one does not end it early.</summary>
/// <remarks>ITU-T T.81 annex B: marker segments carry their length; entropy-coded data ends at the first marker that is neither stuffed nor a restart.</remarks>
internal sealed class JpegBoundary
{
    private const byte Prefix = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private Place _place = Place.ImagePrefix;
    private byte _marker;
    private int _segmentBytes;

    private enum Place
    {
        ImagePrefix,
        ImageStart,
        MarkerPrefix,
        Marker,
        LengthHigh,
        LengthLow,
        Segment,
        Entropy,
        EntropyMarker,
    }

    internal enum Step
    {
        /// <summary>All bytes belong to the picture, which goes on.</summary>
        More,

        /// <summary>The picture ends with the last byte counted; the next one begins after it.</summary>
        End,

        /// <summary>What was counted, with what came before, is no beginning of a picture: cameras fill up their blocks.</summary>
        Padding,

        /// <summary>These bytes are no JPEG.</summary>
        Broken,
    }

    /// <param name="count">Bytes of <paramref name="bytes"/> that belong to the current picture.</param>
    internal Step Advance(ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        while (count < bytes.Length)
        {
            if (_place == Place.Segment)
            {
                int skipped = Math.Min(_segmentBytes, bytes.Length - count);
                _segmentBytes -= skipped;
                count += skipped;
                _place = _segmentBytes > 0 ? Place.Segment : AfterSegment();
                continue;
            }

            if (_place == Place.Entropy)
            {
                int found = bytes[count..].IndexOf(Prefix);
                count = found < 0 ? bytes.Length : count + found + 1;
                _place = found < 0 ? Place.Entropy : Place.EntropyMarker;
                continue;
            }

            Step step = One(bytes[count++]);
            if (step != Step.More)
            {
                _place = Place.ImagePrefix;
                return step;
            }
        }

        return Step.More;
    }

    private Step One(byte next)
    {
        switch (_place)
        {
            case Place.ImagePrefix:
                _place = Place.ImageStart;
                return next == Prefix ? Step.More : Step.Padding;
            case Place.ImageStart when next == Prefix:
                return Step.More;
            case Place.ImageStart:
                _place = Place.MarkerPrefix;
                return next == StartOfImage ? Step.More : Step.Padding;
            case Place.MarkerPrefix:
                _place = Place.Marker;
                return next == Prefix ? Step.More : Step.Broken;
            case Place.LengthHigh:
                _segmentBytes = next << 8;
                _place = Place.LengthLow;
                return Step.More;
            case Place.LengthLow:
                _segmentBytes = (_segmentBytes | next) - 2;
                _place = _segmentBytes > 0 ? Place.Segment : AfterSegment();
                return _segmentBytes >= 0 ? Step.More : Step.Broken;
            default:
                return Marker(next);
        }
    }

    private Step Marker(byte marker)
    {
        bool inEntropy = _place == Place.EntropyMarker;
        if (marker == Prefix)
        {
            return Step.More;
        }

        if (marker == EndOfImage)
        {
            return Step.End;
        }

        if (marker is 0 or 1 or (>= 0xD0 and <= 0xD7))
        {
            _place = inEntropy ? Place.Entropy : Place.MarkerPrefix;
            return inEntropy || marker != 0 ? Step.More : Step.Broken;
        }

        _marker = marker;
        _place = Place.LengthHigh;
        return marker == StartOfImage ? Step.Broken : Step.More;
    }

    private Place AfterSegment() => _marker == StartOfScan ? Place.Entropy : Place.MarkerPrefix;
}
