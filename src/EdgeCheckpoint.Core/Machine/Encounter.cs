using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>One person in front of the kiosk, from a moment that may be still to come. Reading and code live and die with it, so neither can serve somebody else.</summary>
internal sealed class Encounter(MonotonicInstant startedAt)
{
    /// <summary>How long advice stands that is not given again; it is given once a second.</summary>
    private const double AdviceSeconds = 2.5;

    /// <summary>So long before its limit a reading is taken anew of who stands there all the while, s.</summary>
    private const double RenewSeconds = 1;

    private (Prompt Advice, MonotonicInstant At)? _codeAdvice;
    private CredentialResult? _refused;
    private int _readings;
    private MonotonicInstant _nextReadingAt = startedAt;

    public MonotonicInstant StartedAt { get; } = startedAt;

    /// <summary>What the screen says until it starts.</summary>
    public Prompt Told { get; init; } = Prompt.PleaseWait;

    /// <summary>Since when the person is near enough to be measured, or shows a code; null while somebody merely approaches, however long.</summary>
    public MonotonicInstant? NearSince { get; private set; }

    /// <summary>Since when a reading is awaited of somebody near; null before, and while several people are in view.</summary>
    public MonotonicInstant? ReadingAwaitedSince { get; private set; }

    /// <summary>Since when nothing but the code is missing; null before.</summary>
    public MonotonicInstant? CodeAwaitedSince { get; set; }

    /// <summary>The observation with the reading, once taken.</summary>
    public SubjectObservation? Reading { get; private set; }

    /// <summary>The elevated reading taken last; it is known when <see cref="Reading"/> is too old to be used, until a normal one is taken.</summary>
    public SubjectObservation? Elevated { get; private set; }

    public CredentialResult? Credential { get; private set; }

    public MonotonicInstant CredentialAt { get; private set; }

    /// <summary>Since when more than one person is in view; null while there is at most one.</summary>
    public MonotonicInstant? CrowdedSince { get; private set; }

    public bool WasCrowded { get; private set; }

    /// <summary>Whether a picture showed somebody, and not only a reader a code.</summary>
    public bool WasSeen { get; private set; }

    /// <summary>Whether nothing was taken that must not serve anybody else.</summary>
    public bool IsEmpty => Reading is null && Elevated is null && Credential is null;

    /// <summary>Whether it came farther than somebody approaching.</summary>
    public bool HasBegun => NearSince is not null || WasCrowded;

    /// <summary>Takes what the observation brings: a reading, or a second person, who makes all that was taken before worthless.</summary>
    public void Take(SubjectObservation observation, MonotonicInstant at, MachineOptions options)
    {
        WasSeen = true;
        if (observation.People > 1 || observation.State == SubjectState.OneAtATime)
        {
            CrowdedSince ??= at;
            WasCrowded = true;
            Void();
            return;
        }

        CrowdedSince = null;
        if (observation.State is SubjectState.Approach or SubjectState.TooFar)
        {
            return;
        }

        ComeNear(at);
        if (observation is { State: SubjectState.Measured, Reading: not null, Class: not null } && at >= _nextReadingAt && NeedsReading(at, options))
        {
            ReadingAwaitedSince = HasFinalReading(options) ? at : ReadingAwaitedSince;
            _readings = Reading is { Class: TemperatureClass.Normal } ? 1 : _readings + 1;
            Reading = observation;
            Elevated = observation.Class switch
            {
                TemperatureClass.Elevated => observation,
                TemperatureClass.Normal => null,
                _ => Elevated,
            };
            _nextReadingAt = at + TimeSpan.FromSeconds(options.ReadAgainAfterSeconds);
        }
    }

    /// <summary>Whoever it was taken from may not be who stands here now.</summary>
    public void Void()
    {
        (Reading, Elevated, Credential, _refused) = (null, null, null, null);
        (ReadingAwaitedSince, CodeAwaitedSince, _readings) = (null, null, 0);
    }

    /// <summary>Advice for a code that is in view and cannot be taken; it fades when it is not given again.</summary>
    public void Advise(Prompt advice, MonotonicInstant at) => _codeAdvice = (advice, at);

    /// <summary>Advice that still holds; null for none.</summary>
    public Prompt? CodeAdvice(MonotonicInstant at) =>
        _codeAdvice is { } given && (at - given.At).TotalSeconds < AdviceSeconds ? given.Advice : null;

    /// <summary>Takes a code; it stands in for one shown before. Whoever shows one is near.</summary>
    public void Take(CredentialResult credential, MonotonicInstant at)
    {
        ComeNear(at);
        (Credential, CredentialAt, _codeAdvice) = (credential, at, null);
    }

    /// <summary>Takes no code that had its turn; <paramref name="refused"/> is known to be this person's all the same.</summary>
    public void Decline(CredentialResult? refused, MonotonicInstant at)
    {
        _refused = refused ?? _refused;
        Advise(Prompt.CodeTaken, at);
    }

    /// <summary>Whether the code in view is one that had its turn.</summary>
    public bool IsDeclined(MonotonicInstant at) => CodeAdvice(at) == Prompt.CodeTaken;

    /// <summary>Whether the code that was taken here, or refused before, is of the same person.</summary>
    public bool HasShown(CredentialResult credential) =>
        credential.Bearer is { } bearer
        && ((Credential?.Format == credential.Format && Credential.Bearer == bearer) || (_refused?.Format == credential.Format && _refused.Bearer == bearer));

    /// <summary>A normal reading is final at once; any other only after as many readings as the options ask for.</summary>
    public bool HasFinalReading(MachineOptions options) =>
        Reading is { } reading && (reading.Class == TemperatureClass.Normal || _readings >= options.ReadingsOfElevated);

    /// <summary>What is too old must be taken anew; a code also when its own time ended since it was read.</summary>
    public void DropWhatIsTooOld(MonotonicInstant at, DateTimeOffset now, MachineOptions options)
    {
        if (Reading is not null && (at - Reading.At).TotalSeconds > options.ReadingLimitSeconds)
        {
            (Reading, ReadingAwaitedSince, _readings) = (null, at, 0);
        }

        if (Credential is { } code && ((at - CredentialAt).TotalSeconds > options.CodeLimitSeconds || (code.IsValid && code.ExpiresAt <= now)))
        {
            Credential = null;
        }
    }

    private void ComeNear(MonotonicInstant at)
    {
        MonotonicInstant from = at < StartedAt ? StartedAt : at;
        NearSince ??= from;
        ReadingAwaitedSince ??= from;
    }

    private bool NeedsReading(MonotonicInstant at, MachineOptions options) =>
        !HasFinalReading(options) || (Reading is { } reading && (at - reading.At).TotalSeconds > options.ReadingLimitSeconds - RenewSeconds);
}
