namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>
/// The filters of <c>GET /users</c> (contracts/huma.md 2.4). An unsupported filter is refused and not ignored.
/// </summary>
/// <param name="Filter">The cache key of <paramref name="Passes"/>: the query without paging.</param>
internal sealed record UserQuery(string Filter, Func<HumaUser, bool> Passes, int Offset, int Limit, bool Descending)
{
    private static readonly string[] Paging = ["limit", "offset", "orderDirection"];
    private static readonly string[] NotPlayed =
    [
        "permission",
        "notRecursivelySupervisorOf",
        "notRecursivelySubordinateOf",
    ];

    /// <summary>Reads the query.</summary>
    public static UserQuery From(HumaCall call)
    {
        var query = new QueryReader(call.Http.Request.Query);
        var conditions = new List<Func<HumaUser, bool>> { call.Sees };

        if (query.Flag("isActive") is { } active)
            conditions.Add(user => user.Active == active);
        else if (call.Switches.IsActiveOmitted == IsActiveOmitted.ActiveOnly)
            conditions.Add(user => user.Active);

        if (query.Text("search") is { } search)
            conditions.Add(user => Matches(user, search));
        if (query.Flag("isSupervisor") is { } supervises)
            conditions.Add(user => call.Store.SubordinatesOf(user.Id) > 0 == supervises);
        if (query.Text("supervisor") is { } supervisor)
            conditions.Add(Supervised(supervisor, call));
        foreach (var type in new[] { "team", "location", "company" })
            if (query.Ids(type) is { } groups)
                conditions.Add(user => user.Groups.Any(groups.Contains));
        if (query.Ids("jobTitle") is { } titles)
            conditions.Add(user =>
                user.Positions.Any(position => position.TitleId is { } title && titles.Contains(title))
            );
        if (query.Ids("id", call.Key.ServiceUserId) is { } ids)
            conditions.Add(user => ids.Contains(user.Id));
        if (query.Ids("excludeId", call.Key.ServiceUserId) is { } excluded)
            conditions.Add(user => !excluded.Contains(user.Id));
        if (NotPlayed.Where(query.Has).ToArray() is { Length: > 0 } refused)
            throw HumaRefusal.Invalid([.. refused]);

        var parameters = call
            .Http.Request.Query.Where(parameter => !Paging.Contains(parameter.Key))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal);
        return new UserQuery(
            $"{call.Key.ServiceUserId} {call.Switches.IsActiveOmitted} {call.Switches.DeactivatedVisible} "
                + $"{string.Join('&', parameters)}",
            user => conditions.TrueForAll(condition => condition(user)),
            query.Number("offset", 0, int.MaxValue),
            query.Number("limit", 25, 50),
            query.Descending()
        );
    }

    private static bool Matches(HumaUser user, string search) =>
        $"{user.GivenName} {user.FamilyName}".Contains(search, StringComparison.OrdinalIgnoreCase)
        || user.PreferredName?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
        || user.Email.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static Func<HumaUser, bool> Supervised(string supervisor, HumaCall call)
    {
        if (supervisor == "none")
            return user => user.Supervisor is null;
        var id =
            supervisor == "me" ? call.Key.ServiceUserId
            : Guid.TryParse(supervisor, out var known) ? known
            : throw HumaRefusal.Invalid("supervisor");
        return user => user.Supervisor == id;
    }
}
