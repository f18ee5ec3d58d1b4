namespace EdgeCheckpoint.Contract;

/// <summary>Where a kiosk stands, as the topics name it.</summary>
/// <param name="District">First level below the version.</param>
/// <param name="Checkpoint">Second level.</param>
/// <param name="Device">Third level: the certificate's common name, the MQTT user name and the client id.</param>
public readonly record struct Site(string District, string Checkpoint, string Device);
