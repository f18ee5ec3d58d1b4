namespace EdgeCheckpoint.Contract;

/// <summary>When something happened, as the kiosk knew it then.</summary>
/// <param name="Wall">Wall clock, UTC; trust it as far as <paramref name="Clock"/> says.</param>
/// <param name="Clock">State of the wall clock at that moment.</param>
/// <param name="Boot">Identity of the boot, so that monotonic times can be compared.</param>
/// <param name="MonotonicMs">Milliseconds of the monotonic clock of that boot.</param>
public readonly record struct EventTime(DateTimeOffset Wall, ClockState Clock, string Boot, long MonotonicMs);
