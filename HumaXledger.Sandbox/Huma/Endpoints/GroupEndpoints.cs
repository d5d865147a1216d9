using System.Text.Json;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>Companies, locations and teams with their members.</summary>
internal static class GroupEndpoints
{
    /// <summary><c>GET /groups</c>.</summary>
    public static IResult List(HumaCall call)
    {
        var query = new QueryReader(call.Http.Request.Query);
        var types = query.Texts("type");
        if (types.Any(type => type is not ("team" or "location" or "company")))
            throw HumaRefusal.Invalid("type");
        var search = query.Text("search");
        var groups = call
            .Store.Groups()
            .Where(group => types.Count == 0 || types.Contains(GroupWriter.TypeOf(group)))
            .Where(group => search is null || group.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(group => group.Name, StringComparer.Ordinal)
            .ToList();
        if (query.Descending())
            groups.Reverse();
        var page = groups.Skip(query.Number("offset", 0, int.MaxValue)).Take(query.Number("limit", 10, 25)).ToList();
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", groups.Count);
            json.WriteStartArray("items");
            foreach (var group in page)
                GroupWriter.Write(json, group);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /groups/{id}</c>.</summary>
    public static IResult Read(HumaCall call)
    {
        var group = call.Store.Group(call.Id()) ?? throw HumaRefusal.NotFound("Group", call.Segment("id"));
        var writer = new CompactWriter(call.Store, call.Switches, call.Key, call.Huma.Today);
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            GroupWriter.Properties(json, group);
            json.WriteIfAny("description", group.Description);
            json.WriteStartArray("members");
            foreach (var member in call.Store.MembersOf(group.Id).Where(call.Sees))
                writer.Write(json, member);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /users/{id}/groups</c>.</summary>
    public static IResult Join(HumaCall call) =>
        Change(call, (user, groups) => user with { Groups = [.. user.Groups.Union(groups)] });

    /// <summary><c>DELETE /users/{id}/groups</c>.</summary>
    public static IResult Leave(HumaCall call) =>
        Change(call, (user, groups) => user with { Groups = [.. user.Groups.Except(groups)] });

    /// <summary>The groups in a JSON array of ids; an unknown one is refused.</summary>
    public static IReadOnlyList<Guid> Known(JsonElement array, HumaStore store)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw HumaRefusal.Invalid("groups");
        return
        [
            .. array
                .EnumerateArray()
                .Select(element =>
                    element.ValueKind == JsonValueKind.String
                    && element.TryGetGuid(out var id)
                    && store.Group(id) is not null
                        ? id
                        : throw HumaRefusal.Invalid("groups")
                ),
        ];
    }

    private static IResult Change(HumaCall call, Func<HumaUser, IReadOnlyList<Guid>, HumaUser> change)
    {
        var user = call.User();
        var groups = Known(call.Body, call.Store);
        if (call.MayChange(user, "groups"))
            call.Change(user, before => change(before, groups));
        return Results.Ok();
    }
}
