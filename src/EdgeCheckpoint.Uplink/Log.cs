using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Uplink;

/// <summary>Everything the uplink logs; event ids 3000 to 3999. Details of answers are for technicians and hold nothing of a person.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Command {Name} was carried out: {Detail}")]
    public static partial void CommandDone(ILogger log, string name, string detail);

    [LoggerMessage(3002, LogLevel.Warning, "Command {Name} was refused ({Reason}): {Detail}")]
    public static partial void CommandRefused(ILogger log, string name, string reason, string detail);

    [LoggerMessage(3003, LogLevel.Warning, "Command {Name} was dropped without an answer: {Waiting} wait already")]
    public static partial void CommandDropped(ILogger log, string name, int waiting);

    [LoggerMessage(3010, LogLevel.Error, "{Work} failed and goes on in {Pause}; events are delivered all the same")]
    public static partial void WorkFailed(ILogger log, string work, TimeSpan pause, Exception exception);
}
