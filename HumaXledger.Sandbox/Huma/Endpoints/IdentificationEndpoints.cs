using HumaXledger.Sandbox.Huma.Input;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>
/// Identity numbers and passports of a person; they are read with the profile (contracts/huma.md 2.10).
/// </summary>
internal static class IdentificationEndpoints
{
    /// <summary><c>POST /users/{userId}/identifications</c>.</summary>
    public static IResult Create(HumaCall call)
    {
        var user = call.User();
        if (!call.MayChange(user, "identifications"))
            throw HumaRefusal.Locked(400, "identifications");
        var added = Read(call, Guid.NewGuid());
        call.Change(user, before => before with { Identifications = before.Identifications.Add(added) });
        return new JsonAnswer(json => ProfileWriter.WriteIdentification(json, added));
    }

    /// <summary><c>PUT /users/{userId}/identifications/{id}</c>.</summary>
    public static IResult Update(HumaCall call)
    {
        var user = call.User();
        var before = Find(call, user);
        var after = Read(call, before.Id);
        if (!call.MayChange(user, "identifications"))
            return new JsonAnswer(json => ProfileWriter.WriteIdentification(json, before));
        call.Change(user, found =>
            found with
            {
                Identifications = [.. found.Identifications.Select(one => one.Id == after.Id ? after : one)],
            }
        );
        return new JsonAnswer(json => ProfileWriter.WriteIdentification(json, after));
    }

    /// <summary><c>DELETE /users/{userId}/identifications/{id}</c>.</summary>
    public static IResult Delete(HumaCall call)
    {
        var user = call.User();
        var found = Find(call, user);
        if (call.MayChange(user, "identifications"))
            call.Change(user, before =>
                before with
                {
                    Identifications = before.Identifications.RemoveAll(one => one.Id == found.Id),
                }
            );
        return Results.Ok();
    }

    private static HumaIdentification Find(HumaCall call, HumaUser user)
    {
        var id = call.Id();
        return user.Identifications.FirstOrDefault(identification => identification.Id == id)
            ?? throw HumaRefusal.NotFound("UserIdentification", id.ToString());
    }

    private static HumaIdentification Read(HumaCall call, Guid id)
    {
        var input = new InputReader(call.Body, call.Switches);
        input.AllowOnly("type", "country", "value");
        var type = input.Required("type", 255);
        if (type is not (null or "national" or "passport"))
            input.Refuse("type");
        var country = input.Required("country", 2);
        if (country is { Length: not 2 })
            input.Refuse("country");
        var value = input.Required("value", 255);
        input.ThrowIfInvalid();
        return new HumaIdentification(id, type!, country!, value!);
    }
}
