namespace EdgeCheckpoint.Hardware.Gpio;

/// <summary>A line as the kernel describes it.</summary>
/// <param name="Offset">Number on its chip.</param>
/// <param name="Name">From the device tree; empty where it gives none.</param>
/// <param name="Consumer">Who has it; empty while nobody does.</param>
/// <param name="Used">Whether somebody has it.</param>
public sealed record GpioLineInfo(int Offset, string Name, string Consumer, bool Used, bool Output, bool ActiveLow);
