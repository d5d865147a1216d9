using HumaXledger.Sandbox.Huma.Input;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>The shared register of job titles; its list is not paged.</summary>
internal static class JobTitleEndpoints
{
    /// <summary><c>GET /job-titles</c>.</summary>
    public static IResult List(HumaCall call)
    {
        var search = new QueryReader(call.Http.Request.Query).Text("search");
        var titles = call
            .Store.JobTitles()
            .Where(title => search is null || title.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(title => title.Name, StringComparer.Ordinal);
        return new JsonAnswer(json =>
        {
            json.WriteStartArray();
            foreach (var title in titles)
                PositionWriter.Title(json, title, summary: true);
            json.WriteEndArray();
        });
    }

    /// <summary><c>GET /job-titles/{id}</c>.</summary>
    public static IResult Read(HumaCall call)
    {
        var title = call.Store.JobTitle(call.Id()) ?? throw HumaRefusal.NotFound("JobTitle", call.Segment("id"));
        return new JsonAnswer(json => PositionWriter.Title(json, title));
    }

    /// <summary><c>POST /job-titles</c>.</summary>
    public static IResult Create(HumaCall call)
    {
        if (call.Key.ReadOnly)
            throw HumaRefusal.Locked(403);
        var input = new InputReader(call.Body, call.Switches);
        input.AllowOnly("name", "description");
        var name = input.Required("name", 255);
        var description = input.Optional("description", 10_200);
        input.ThrowIfInvalid();
        var title = new HumaJobTitle(Guid.NewGuid(), name!, description);
        call.Store.Put(title);
        return new JsonAnswer(json => PositionWriter.Title(json, title));
    }
}
