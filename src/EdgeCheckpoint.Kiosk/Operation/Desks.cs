using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Visitors;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>The desks that are open at this kiosk; set once at start, null where the site has none.</summary>
internal sealed class Desks
{
    public OperatorDesk? Operator { get; set; }

    public VisitorDesk? Visitors { get; set; }
}
