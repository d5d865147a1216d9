using HumaXledger.Sandbox.Huma.Input;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>The positions of a person (contracts/huma.md 2.9).</summary>
internal static class PositionEndpoints
{
    /// <summary><c>GET /users/{userId}/positions</c>.</summary>
    public static IResult List(HumaCall call)
    {
        var user = call.User();
        var query = new QueryReader(call.Http.Request.Query);
        var page = user
            .Positions.Skip(query.Number("offset", 0, int.MaxValue))
            .Take(query.Number("limit", int.MaxValue, int.MaxValue))
            .ToList();
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", user.Positions.Length);
            json.WriteStartArray("items");
            foreach (var position in page)
                PositionWriter.Summary(json, position, call.Store, call.Huma.Today);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /users/{userId}/positions/{id}</c>.</summary>
    public static IResult Read(HumaCall call)
    {
        var user = call.User();
        return Full(call, user, Find(call, user));
    }

    /// <summary><c>POST /users/{userId}/positions</c>.</summary>
    public static IResult Create(HumaCall call)
    {
        var user = call.User();
        if (!call.MayChange(user, "positions"))
            throw HumaRefusal.Locked(400, "positions");
        var position = PositionInput.Create(call);
        return Full(
            call,
            call.Change(user, before => before with { Positions = before.Positions.Add(position) }),
            position
        );
    }

    /// <summary><c>PATCH /users/{userId}/positions/{id}</c>.</summary>
    public static IResult Update(HumaCall call)
    {
        var user = call.User();
        var id = Find(call, user).Id;
        var change = PositionInput.Update(call);
        if (call.MayChange(user, "positions"))
            user = call.Change(user, before => before.WithPosition(id, change));
        return Full(call, user, Find(call, user));
    }

    /// <summary><c>DELETE /users/{userId}/positions/{id}</c>.</summary>
    public static IResult Delete(HumaCall call)
    {
        var user = call.User();
        var found = Find(call, user);
        if (call.MayChange(user, "positions"))
            call.Change(user, before =>
                before with
                {
                    Positions = before.Positions.RemoveAll(position => position.Id == found.Id),
                }
            );
        return Results.Ok();
    }

    private static HumaPosition Find(HumaCall call, HumaUser user)
    {
        var id = call.Id();
        return user.Positions.FirstOrDefault(position => position.Id == id)
            ?? throw HumaRefusal.NotFound("Position", id.ToString());
    }

    private static JsonAnswer Full(HumaCall call, HumaUser user, HumaPosition position) =>
        new(json =>
            PositionWriter.Full(json, position, call.Store, call.Huma.Today, call.Switches, call.Editing(user))
        );
}
