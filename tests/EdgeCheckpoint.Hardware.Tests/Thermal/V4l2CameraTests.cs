using System.Runtime.CompilerServices;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Hardware.Thermal.Lepton;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>The kernel's video interface, answered by hardware/lab/devices/video.c.</summary>
[Collection(LabDevices.Collection)]
public sealed class V4l2CameraTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly ushort[] _words = new ushort[LeptonFilm.Words];
    private readonly V4l2Camera _camera = new(LabDevices.Video);

    public V4l2CameraTests() => LabDevices.StartVideo(film: null);

    public void Dispose() => _camera.Dispose();

    [Fact]
    public void Structures_have_the_sizes_of_the_kernel()
    {
        Assert.Equal(104, Unsafe.SizeOf<VideoAbi.Capability>());
        Assert.Equal(208, Unsafe.SizeOf<VideoAbi.Format>());
        Assert.Equal(20, Unsafe.SizeOf<VideoAbi.BufferRequest>());
        Assert.Equal(88, Unsafe.SizeOf<VideoAbi.Buffer>());
    }

    [Theory]
    [InlineData(120)]
    [InlineData(122)]
    public void What_the_camera_sends_arrives_without_the_telemetry_below_it(int rows)
    {
        LabDevices.StartVideo(film: null, rows);
        Assert.Equal(VideoFault.None, Start());
        ushort[] sent = [.. LeptonFilm.Picture(1), .. Enumerable.Repeat((ushort)7, 160 * (rows - 120))];
        LabDevices.PushVideo(sent);
        Assert.Equal(VideoFault.None, Next());
        Assert.Equal(sent[..LeptonFilm.Words], _words);
        Assert.Equal(VideoFault.Timeout, Next());
    }

    [Fact]
    public void The_newest_of_several_pictures_is_taken_and_lost_ones_are_told_by_their_number()
    {
        Assert.Equal(VideoFault.None, Start());
        LabDevices.PushVideo(LeptonFilm.Picture(1));
        Assert.Equal(VideoFault.None, _camera.Next(_words, Patience, out uint first));
        LabDevices.PushVideo(LeptonFilm.Picture(2));
        LabDevices.PushVideo(LeptonFilm.Picture(3));
        Assert.Equal(VideoFault.None, _camera.Next(_words, Patience, out uint next));
        Assert.Equal(LeptonFilm.Picture(3), _words);
        Assert.Equal(2u, next - first);
    }

    [Fact]
    public void Damaged_and_cut_pictures_are_told_and_the_stream_goes_on()
    {
        Assert.Equal(VideoFault.None, Start());
        LabDevices.DamageVideo(marked: 1, cut: 0);
        LabDevices.PushVideo(LeptonFilm.Picture(1));
        Assert.Equal(VideoFault.Damaged, Next());
        LabDevices.DamageVideo(marked: 0, cut: 1);
        LabDevices.PushVideo(LeptonFilm.Picture(2));
        Assert.Equal(VideoFault.Damaged, Next());
        LabDevices.PushVideo(LeptonFilm.Picture(3));
        Assert.Equal(VideoFault.None, Next());
    }

    [Theory]
    [InlineData(Errno.Io, VideoFault.Damaged)]
    [InlineData(Errno.NoDevice, VideoFault.Absent)]
    [InlineData(Errno.TimedOut, VideoFault.Timeout)]
    [InlineData(Errno.Busy, VideoFault.Busy)]
    [InlineData(12, VideoFault.Other)]
    public void Error_numbers_of_a_running_camera_are_told_apart(int errno, VideoFault fault)
    {
        Assert.Equal(VideoFault.None, Start());
        LabDevices.PushVideo(LeptonFilm.Picture(1));
        LabDevices.FailVideo((uint)VideoAbi.Dequeue, errno, left: 1);
        Assert.Equal(fault, Next());
        Assert.Equal(VideoFault.None, Next());
    }

    [Fact]
    public void An_unplugged_camera_is_absent_and_starts_again_when_it_is_back()
    {
        Assert.Equal(VideoFault.None, Start());
        LabDevices.SetVideo(plugged: false, taken: false, silent: false);
        Assert.Equal(VideoFault.Absent, Next());
        Assert.Equal(VideoFault.Absent, Start());
        Assert.Contains("is absent", _camera.Problem, StringComparison.Ordinal);
        LabDevices.SetVideo(plugged: true, taken: false, silent: false);
        Assert.Equal(VideoFault.None, Start());
        LabDevices.PushVideo(LeptonFilm.Picture(1));
        Assert.Equal(VideoFault.None, Next());
        Assert.Empty(_camera.Problem);
    }

    [Fact]
    public void A_camera_that_another_program_has_is_busy()
    {
        LabDevices.SetVideo(plugged: true, taken: true, silent: false);
        Assert.Equal(VideoFault.Busy, Start());
        Assert.Contains("in use by another program", _camera.Problem, StringComparison.Ordinal);
        LabDevices.SetVideo(plugged: true, taken: false, silent: false);
        using var other = new V4l2Camera(LabDevices.Video);
        Assert.Equal(VideoFault.None, other.Start(160, 120));
        Assert.Equal(VideoFault.Busy, Start());
    }

    [Fact]
    public void A_camera_of_colours_is_unsuitable()
    {
        LabDevices.StartVideo(film: null, format: 0x5659_5559);
        Assert.Equal(VideoFault.Unsuitable, Start());
        Assert.Contains("Y16", _camera.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/null", VideoFault.Unsuitable)]
    [InlineData("/dev/video-that-is-not-there", VideoFault.Absent)]
    public void What_is_no_camera_is_told(string device, VideoFault fault)
    {
        using var camera = new V4l2Camera(device);
        Assert.Equal(fault, camera.Start(160, 120));
    }

    private VideoFault Start() => _camera.Start(160, 120);

    private VideoFault Next() => _camera.Next(_words, Patience, out _);
}
