using System.ComponentModel;
using System.Globalization;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>A region as configuration writes it: <c>x,y,width,height</c>, pixels.</summary>
internal sealed class HeadRegionConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        int[] numbers = [.. ((string)value).Split(',').Select(static part =>
            int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers is [>= 0, >= 0, > 0, > 0]
            ? new HeadRegion(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new FormatException("A region is x,y,width,height in pixels.");
    }
}
