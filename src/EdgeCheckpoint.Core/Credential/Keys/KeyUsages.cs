namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>What a key may sign. A key of one kind never vouches for another.</summary>
[Flags]
public enum KeyUsages
{
    None = 0,
    DccTest = 1 << 0,
    DccVaccination = 1 << 1,
    DccRecovery = 1 << 2,
    SmartHealthCard = 1 << 3,

    /// <summary>Issues the signers of ICAO visible digital seals; signs no code itself.</summary>
    VisibleSealAuthority = 1 << 4,
    PersonalCode = 1 << 5,
    ExitPass = 1 << 6,
    VisitorPass = 1 << 7,
    FreightPass = 1 << 8,
    StaffBadge = 1 << 9,
    AnyDcc = DccTest | DccVaccination | DccRecovery,
    AnyPass = PersonalCode | ExitPass | VisitorPass | FreightPass | StaffBadge,
}
