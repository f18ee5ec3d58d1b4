using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

public sealed class IncomingFolderTests : IDisposable
{
    private readonly RestartableStore _kiosk = new();
    private readonly string _folder;
    private readonly IncomingFolder _incoming;

    public IncomingFolderTests()
    {
        _folder = Directory.CreateDirectory(_kiosk.File("incoming")).FullName;
        _incoming = new IncomingFolder(_folder, _kiosk.Store, static () => District.Now);
    }

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    public void Files_are_taken_once()
    {
        File.WriteAllBytes(At("a.ecpdoc"), _kiosk.PolicyOf(1, "one"));
        Assert.Equal(1, _incoming.TakeAll());
        Assert.Equal(0, _incoming.TakeAll());
        Assert.Equal("one/1", _kiosk.Policy.Version);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_set_aside_with_an_alarm_and_keeps_none_waiting()
    {
        File.CreateSymbolicLink(At("a.ecpdoc"), "/nowhere/at/all");
        File.WriteAllBytes(At("b.ecpdoc"), _kiosk.PolicyOf(1, "one"));
        Assert.Equal(2, _incoming.TakeAll());
        Assert.Equal("one/1", _kiosk.Policy.Version);
        Assert.Equal(DocumentFault.Io, _kiosk.Judged[0].Fault);
        Assert.True(_kiosk.IsAlarming);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Single(Directory.GetFiles(_kiosk.File("quarantine")));
    }

    private string At(string name) => Path.Combine(_folder, name);
}
