using System.Text;
using EdgeCheckpoint.Hardware.Camera;

namespace EdgeCheckpoint.Hardware.Tests.Camera;

public sealed class ErrorTailTests
{
    [Theory]
    [InlineData("rtsp://viewer:secret@10.0.0.7/live: timed out", "rtsp://***@10.0.0.7/live: timed out")]
    [InlineData("rtsp://viewer:se/cr@et@10.0.0.7/live: timed out", "rtsp://***@10.0.0.7/live: timed out")]
    [InlineData("http://10.0.0.7/live: 404, ask admin@example.org", "http://10.0.0.7/live: 404, ask admin@example.org")]
    public void No_password_of_an_address_is_told_whatever_signs_it_holds(string said, string told) => Assert.Equal(told, TailOf(said));

    [Fact]
    public void The_last_two_lines_are_kept() => Assert.Equal("second; third", TailOf("first\n\nsecond\n third \n"));

    private static string TailOf(string said)
    {
        var tail = new ErrorTail();
        tail.Add(Encoding.UTF8.GetBytes(said));
        return tail.ToString();
    }
}
