using System.Runtime.CompilerServices;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>What the pixels of one sub-page share.</summary>
internal struct SubPageFactors
{
    /// <summary>Brings counts to those of calibration.</summary>
    public float Gain;

    /// <summary>Chip temperature less 25 °C.</summary>
    public float Warmer;

    /// <summary>Counts of the compensation pixel that every pixel sees too.</summary>
    public float Compensation;

    /// <summary>Emissivity and the sensitivity's slope with chip temperature, as one factor.</summary>
    public float PerCount;

    /// <summary>Radiation of the chip and of what the object reflects, K^4.</summary>
    public float Background4;

    /// <summary>Counts added in odd rows and taken off in even ones; 0 in the pattern of calibration.</summary>
    public float RowCorrection;

    /// <summary>Counts by which odd columns alternate; 0 in the pattern of calibration.</summary>
    public float ColumnCorrection;

    /// <summary>Where the third range of object temperatures starts, °C.</summary>
    public float Start2;

    /// <summary>Where the fourth range of object temperatures starts, °C.</summary>
    public float Start3;

    /// <summary>Sensitivity by range: level + slope x °C.</summary>
    public Four Level;

    public Four Slope;

    /// <summary>Factor of the offset for the supply, by [2 x (row is odd) + (column is odd)].</summary>
    public Four Supply;

    [InlineArray(4)]
    public struct Four
    {
        private float _first;
    }
}
