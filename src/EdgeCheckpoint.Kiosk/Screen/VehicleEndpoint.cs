using System.Text.Json;
using EdgeCheckpoint.Kiosk.Loop;

namespace EdgeCheckpoint.Kiosk.Screen;

/// <summary>What the screen of a lane for vehicles lets a driver tell; exactly one of them.</summary>
/// <param name="People">How many people are in the vehicle.</param>
/// <param name="Everybody">True: all who are in it have been seen.</param>
/// <param name="Plate">Its number plate.</param>
internal sealed record VehicleTold(int? People = null, bool? Everybody = null, string? Plate = null);

/// <summary>The address <c>/vehicle</c>; there only where vehicles come.</summary>
internal static class VehicleEndpoint
{
    private const int MaxBodyBytes = 256;

    internal static WebApplication MapVehicle(this WebApplication app, VehicleDesk desk)
    {
        if (desk.IsOpen)
        {
            app.MapGroup("/vehicle").AddEndpointFilter(LoopbackOnly.Filter).MapPost("", (Func<HttpContext, Task<IResult>>)(http => TellAsync(http, desk)));
        }

        return app;
    }

    private static async Task<IResult> TellAsync(HttpContext http, VehicleDesk desk)
    {
        (ReadOnlyMemory<byte> body, IResult? refusal) = await LoopbackOnly.ReadOwnAsync(http, MaxBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }

        bool taken = Read(body.Span) switch
        {
            { People: { } people, Everybody: null, Plate: null } => await desk.TellPeopleAsync(people, http.RequestAborted),
            { People: null, Everybody: true, Plate: null } => await desk.TellPeopleAsync(null, http.RequestAborted),
            { People: null, Everybody: null, Plate: { } plate } => await desk.TellPlateAsync(plate, http.RequestAborted),
            _ => false,
        };
        return taken ? Results.NoContent() : Results.BadRequest();
    }

    private static VehicleTold? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ScreenJson.Context.VehicleTold);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
