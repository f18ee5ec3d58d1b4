using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>The page follows from the state; it is shown again only when it changed.</summary>
public sealed partial class CheckpointMachine
{
    private void Render(MonotonicInstant at, IList<MachineEffect> effects)
    {
        ScreenView view = View(at);
        if (_shown is null || !Same(_shown, view))
        {
            _shown = view;
            effects.Add(new Show(view));
        }
    }

    private ScreenView View(MonotonicInstant at) => State switch
    {
        MachineState.Encounter when _encounter is { } encounter =>
            _visit is { } visit ? ViewOf(encounter, at) with { Vehicle = Progress(visit) } : ViewOf(encounter, at),
        MachineState.Vehicle when _visit is { } visit => ViewOf(visit, at),
        MachineState.ShowVerdict => VerdictView(ScreenPage.Verdict, [Prompt.SeeStaff]),
        MachineState.Passage => VerdictView(ScreenPage.Passage, [Prompt.WalkThrough]) with { SecondsLeft = SecondsLeft(_since, _options.PassageTimeoutSeconds, at) },
        MachineState.CoolDown => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.PleaseWait, Prompt.KeepOneMetre] },
        MachineState.OutOfService => new ScreenView { Page = ScreenPage.OutOfService, Reasons = [Reasons.StorageFault] },
        MachineState.Maintenance => new ScreenView { Page = ScreenPage.Maintenance },
        MachineState.Emergency => new ScreenView { Page = ScreenPage.Emergency },
        _ when StoppingFaults() is { Count: > 0 } faults => new ScreenView { Page = ScreenPage.OutOfService, Reasons = faults },
        _ when IsStarting(at) => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.PleaseWait] },
        _ when Mode == KioskMode.Lockdown => new ScreenView { Page = ScreenPage.Lockdown, Prompts = [Prompt.SeeStaff] },
        _ => new ScreenView { Page = ScreenPage.Idle, Reasons = [.. _faults.Values.Order()] },
    };

    /// <summary>Nobody is called to a kiosk that does not know yet whether its devices are there.</summary>
    private bool IsStarting(MonotonicInstant at) => _unheard.Count > 0 && _startedAt is { } started && (at - started).TotalSeconds < StartSeconds;

    /// <summary>Reasons of the faults that let nobody pass in this mode.</summary>
    private List<string> StoppingFaults() => [.. _faults.Where(f => Stops(f.Key)).Select(static f => f.Value).Order()];

    private bool Stops(KioskDevice device) => device switch
    {
        KioskDevice.Thermal or KioskDevice.Surroundings => Mode is not KioskMode.CodeOnly,
        KioskDevice.Camera or KioskDevice.Scanner => Mode is not KioskMode.TemperatureOnly && CannotRead() is not null,
        KioskDevice.Clock => Mode is not KioskMode.TemperatureOnly,
        KioskDevice.Gate => true,
        _ => _prohibitive.Contains(device),
    };

    private ScreenView ViewOf(Encounter encounter, MonotonicInstant at)
    {
        if (at < encounter.StartedAt)
        {
            return new ScreenView { Page = ScreenPage.Guide, Prompts = [encounter.Told] };
        }

        if (encounter.CrowdedSince is not null)
        {
            return new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.OneAtATime, Prompt.KeepOneMetre] };
        }

        if (Mode is KioskMode.CodeOnly || encounter.HasFinalReading(_options))
        {
            return new ScreenView
            {
                Page = ScreenPage.ReadCode,
                Prompts = encounter.CodeAdvice(at) is { } advice ? [advice, Prompt.ShowCode] : [Prompt.ShowCode],
                Celsius = encounter.Reading?.Reading?.Celsius,
                SecondsLeft = SecondsLeft(encounter.CodeAwaitedSince ?? at, _options.CodeTimeoutSeconds, at),
            };
        }

        if (encounter.Reading is { } first)
        {
            return new ScreenView { Page = ScreenPage.Measure, Prompts = [Prompt.MeasureAgain, IsCovered(first) ? Prompt.UncoverFace : Prompt.HoldStill] };
        }

        if (_latest is { } latest && IsCovered(latest))
        {
            return new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.UncoverFace] };
        }

        if (CannotMeasure() is { } obstacle)
        {
            return new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.PleaseWait], Reasons = [obstacle] };
        }

        return _latest?.State switch
        {
            SubjectState.TooFar or SubjectState.Approach => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.ComeCloser] },
            SubjectState.TooClose => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.StepBack] },
            SubjectState.OneAtATime => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.OneAtATime, Prompt.KeepOneMetre] },
            SubjectState.Empty => new ScreenView { Page = ScreenPage.Guide, Prompts = [Prompt.ComeCloser] },
            _ => new ScreenView { Page = ScreenPage.Measure, Prompts = [Prompt.HoldStill] },
        };
    }

    private ScreenView VerdictView(ScreenPage page, IReadOnlyList<Prompt> prompts) => new()
    {
        Page = page,
        Prompts = prompts,
        Verdict = _outcome?.Verdict,
        Reasons = _outcome?.Reasons ?? [],
        Texts = _outcome?.Texts ?? NoTexts,
        Celsius = _outcome?.Celsius,
    };

    private static int SecondsLeft(MonotonicInstant since, double limitSeconds, MonotonicInstant at) =>
        (int)Math.Ceiling(Math.Max(0, limitSeconds - (at - since).TotalSeconds));

    private static bool Same(ScreenView a, ScreenView b) =>
        a.Page == b.Page && a.Verdict == b.Verdict && a.Celsius == b.Celsius && a.SecondsLeft == b.SecondsLeft
        && a.Vehicle == b.Vehicle && ReferenceEquals(a.Texts, b.Texts)
        && a.Prompts.SequenceEqual(b.Prompts) && a.Reasons.SequenceEqual(b.Reasons);
}
