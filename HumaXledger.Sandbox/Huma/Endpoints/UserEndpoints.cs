using HumaXledger.Sandbox.Huma.Input;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>Lists, adds, reads and changes users.</summary>
internal static class UserEndpoints
{
    /// <summary><c>GET /users</c>.</summary>
    public static IResult List(HumaCall call)
    {
        var query = UserQuery.From(call);
        var found = call.Store.Where(query.Filter, query.Passes);
        var page = (query.Descending ? found.Reverse() : found).Skip(query.Offset).Take(query.Limit).ToList();
        var writer = new CompactWriter(call.Store, call.Switches, call.Key, call.Huma.Today);
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", found.Count);
            json.WriteStartArray("items");
            foreach (var user in page)
                writer.Write(json, user);
            json.WriteEndArray();
            json.WriteStartObject("filters");
            json.WriteEndObject();
            json.WriteStartObject("meta");
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /users/{id}</c>.</summary>
    public static IResult Read(HumaCall call) => Profile(call, call.User());

    /// <summary><c>POST /users</c>.</summary>
    public static IResult Create(HumaCall call)
    {
        if (call.Key.ReadOnly)
            throw HumaRefusal.Locked(403);
        var user = NewUser.From(call);
        if (!call.Store.TryAdd(user, out var taken))
            throw HumaRefusal.NotUnique(call.Switches.UniquenessStatus, [.. taken]);
        var writer = new CompactWriter(call.Store, call.Switches, call.Key, call.Huma.Today);
        return new JsonAnswer(json => writer.Write(json, user));
    }

    /// <summary><c>PATCH /users/{id}</c>.</summary>
    public static IResult Update(HumaCall call)
    {
        var user = call.User();
        var patch = UserPatch.Read(call.Body, call.Editing(user), call.Switches, call.Store);
        return Profile(call, call.Change(user, patch.Apply));
    }

    private static JsonAnswer Profile(HumaCall call, HumaUser user)
    {
        var writer = new ProfileWriter(call.Store, call.Switches, call.Key, call.Huma.Today);
        return new JsonAnswer(json => writer.Write(json, user));
    }
}
