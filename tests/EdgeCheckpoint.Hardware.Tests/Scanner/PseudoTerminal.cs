using System.Text;
using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Tests.Scanner;

/// <summary>A terminal of the kernel whose other end the test holds: a serial line without a wire.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const uint UnlockRequest = 0x40045431;
    private const uint NumberRequest = 0x80045430;
    private const uint GetSettings = 0x5401;

    private readonly FileDescriptor _controller;

    private PseudoTerminal(FileDescriptor controller, string path)
    {
        _controller = controller;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Whether somebody has set the line to pass bytes as they are.</summary>
    public bool IsRaw
    {
        get
        {
            TerminalAbi.Termios settings;
            return _controller.Control(GetSettings, &settings, out _) == 0 && settings.Local == 0 && settings.Input == 0;
        }
    }

    public static PseudoTerminal Open()
    {
        FileDescriptor controller = FileDescriptor.Open("/dev/ptmx", Libc.ReadWrite | Libc.NoControllingTerminal, out int errno);
        Assert.Equal(0, errno);
        int unlocked = 0;
        int number = 0;
        Assert.Equal(0, controller.Control(UnlockRequest, &unlocked, out _));
        Assert.Equal(0, controller.Control(NumberRequest, &number, out _));
        return new PseudoTerminal(controller, $"/dev/pts/{number}");
    }

    public void Send(string text) => Assert.Equal(0, _controller.Write(Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _controller.Dispose();
}
