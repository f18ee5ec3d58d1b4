using System.Text;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Sound;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>The spoken prompts are files; without them the tones remain.</summary>
public sealed class SoundFaults
{
    [Fact]
    public async Task Sounds_absent()
    {
        await using var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with { Screen = new ScreenOptions { Sound = new SoundOptions { Folder = kiosk.File("nowhere") } } };
        await kiosk.StartIdleAsync();
        await kiosk.MeetsTableAsync();
        byte[] tone = await kiosk.GetAsync("/sounds/tones/pass.wav");
        Assert.Equal("RIFF", Encoding.ASCII.GetString(tone, 0, 4));
    }
}
