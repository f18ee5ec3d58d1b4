using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>One person in front of the kiosk. Reading and code live and die with it, so neither can serve somebody else.</summary>
internal sealed class Encounter(MonotonicInstant startedAt)
{
    /// <summary>How long advice stands that is not given again; it is given once a second.</summary>
    private const double AdviceSeconds = 2.5;

    public MonotonicInstant StartedAt { get; } = startedAt;

    /// <summary>Since when nothing but the code is missing; null before.</summary>
    public MonotonicInstant? CodeAwaitedSince { get; set; }

    /// <summary>The observation with the reading, once taken.</summary>
    public SubjectObservation? Reading { get; private set; }

    public CredentialResult? Credential { get; private set; }

    public MonotonicInstant CredentialAt { get; private set; }

    /// <summary>Since when more than one person is in view; null while there is at most one.</summary>
    public MonotonicInstant? CrowdedSince { get; private set; }

    private (Prompt Advice, MonotonicInstant At)? _codeAdvice;
    private int _readings;
    private MonotonicInstant _nextReadingAt = startedAt;

    /// <summary>Takes what the observation brings: a reading, or a second person, who makes all that was taken before worthless.</summary>
    public void Take(SubjectObservation observation, MonotonicInstant at, MachineOptions options)
    {
        if (observation.People > 1 || observation.State == SubjectState.OneAtATime)
        {
            CrowdedSince ??= at;
            Reading = null;
            Credential = null;
            CodeAwaitedSince = null;
            _readings = 0;
            return;
        }

        CrowdedSince = null;
        if (observation is { State: SubjectState.Measured, Reading: not null, Class: not null }
            && !HasFinalReading(options) && at >= _nextReadingAt)
        {
            Reading = observation;
            _readings++;
            _nextReadingAt = at + TimeSpan.FromSeconds(options.ReadAgainAfterSeconds);
        }
    }

    /// <summary>Advice for a code that is in view and cannot be taken; it fades when it is not given again.</summary>
    public void Advise(Prompt advice, MonotonicInstant at) => _codeAdvice = (advice, at);

    /// <summary>Advice that still holds; null for none.</summary>
    public Prompt? CodeAdvice(MonotonicInstant at) =>
        _codeAdvice is { } given && (at - given.At).TotalSeconds < AdviceSeconds ? given.Advice : null;

    /// <summary>Takes a code; it stands in for one shown before.</summary>
    public void Take(CredentialResult credential, MonotonicInstant at) => (Credential, CredentialAt, _codeAdvice) = (credential, at, null);

    /// <summary>A normal reading is final at once; any other only after as many readings as the options ask for.</summary>
    public bool HasFinalReading(MachineOptions options) =>
        Reading is { } reading && (reading.Class == TemperatureClass.Normal || _readings >= options.ReadingsOfElevated);

    /// <summary>What is too old must be taken anew; a code also when its own time ended since it was read.</summary>
    public void DropWhatIsTooOld(MonotonicInstant at, DateTimeOffset now, MachineOptions options)
    {
        if (Reading is not null && (at - Reading.At).TotalSeconds > options.ReadingLimitSeconds)
        {
            Reading = null;
            CodeAwaitedSince = null;
            _readings = 0;
        }

        if (Credential is { } code && ((at - CredentialAt).TotalSeconds > options.CodeLimitSeconds || (code.IsValid && code.ExpiresAt <= now)))
        {
            Credential = null;
        }
    }
}
