namespace EdgeCheckpoint.Hardware.Camera;

/// <summary>Where pictures come from; each has a command line that is known to work for it.</summary>
public enum CameraSource
{
    /// <summary>A camera on the board's ribbon connector, through <c>rpicam-vid</c>.</summary>
    RaspberryPi,

    /// <summary>A USB camera, <c>/dev/video0</c>, that sends JPEG; its pictures are passed on as they are.</summary>
    UsbJpeg,

    /// <summary>A USB camera, <c>/dev/video0</c>, in any format ffmpeg reads.</summary>
    Usb,

    /// <summary>A network camera, <c>rtsp://...</c>.</summary>
    Rtsp,

    /// <summary>A stream of pictures or video, <c>http://...</c>.</summary>
    Http,

    /// <summary>A recording, played at its own pace and over again.</summary>
    File,

    /// <summary>The pictures of a folder in the order of their names, over again.</summary>
    Folder,

    /// <summary>One picture file, read anew for every frame: what replaces it is seen at once.</summary>
    Picture,

    /// <summary>A program of your own; see <see cref="CameraOptions.Program"/>.</summary>
    Program,
}
