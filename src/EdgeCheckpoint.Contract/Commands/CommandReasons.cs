namespace EdgeCheckpoint.Contract.Commands;

/// <summary>Why a command was done or refused. Stable.</summary>
public static class CommandReasons
{
    public const string Done = "done";
    public const string Malformed = "malformed";
    public const string TooLarge = "too-large";
    public const string Retained = "retained";
    public const string UnknownCommand = "unknown-command";
    public const string UnknownKey = "unknown-key";
    public const string BadSignature = "bad-signature";
    public const string WrongTarget = "wrong-target";
    public const string Expired = "expired";
    public const string NotYetValid = "not-yet-valid";
    public const string LifetimeTooLong = "lifetime-too-long";
    public const string ClockUntrusted = "clock-untrusted";
    public const string NonceReused = "nonce-reused";
    public const string BadArguments = "bad-arguments";
    public const string Busy = "busy";
    public const string Unsupported = "unsupported";
    public const string Failed = "failed";
}
