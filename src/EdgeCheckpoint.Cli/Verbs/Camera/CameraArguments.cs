using System.CommandLine;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Cli.Verbs.Camera;

/// <summary>The options that choose a camera; the same for all its verbs.</summary>
internal sealed class CameraArguments
{
    private readonly Option<CameraSource> _source = new("--source") { Description = "Where pictures come from.", DefaultValueFactory = static _ => CameraSource.RaspberryPi };
    private readonly Option<string> _device = new("--device") { Description = "Device, address, file or folder. Without it: the first camera.", DefaultValueFactory = static _ => "" };
    private readonly Option<int> _width = new("--width") { Description = "Picture width, pixels.", DefaultValueFactory = static _ => 1280 };
    private readonly Option<int> _height = new("--height") { Description = "Picture height, pixels.", DefaultValueFactory = static _ => 720 };
    private readonly Option<int> _rate = new("--rate") { Description = "Pictures per second.", DefaultValueFactory = static _ => 15 };
    private readonly Option<string> _program = new("--program") { Description = "With --source Program: a program that writes YUV4MPEG2 to its output.", DefaultValueFactory = static _ => "" };
    private readonly Option<string[]> _extra = new("--argument") { Description = "A further argument for the program; may be repeated.", DefaultValueFactory = static _ => [] };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_source, _device, _width, _height, _rate, _program, _extra])
        {
            command.Options.Add(option);
        }
    }

    /// <returns>False when the settings are wrong; that has been said.</returns>
    public bool TryRead(ParseResult parsed, out CameraOptions options)
    {
        options = new CameraOptions
        {
            Source = parsed.GetValue(_source),
            Device = parsed.GetValue(_device)!,
            Width = parsed.GetValue(_width),
            Height = parsed.GetValue(_height),
            FramesPerSecond = parsed.GetValue(_rate),
            Program = parsed.GetValue(_program)!,
            Arguments = parsed.GetValue(_extra)!,
        };
        IReadOnlyList<string> faults = options.Validate();
        foreach (string fault in faults)
        {
            Output.Error(fault, ExitCode.Usage);
        }

        return faults.Count == 0;
    }
}
