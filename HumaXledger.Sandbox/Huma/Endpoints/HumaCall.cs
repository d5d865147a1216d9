using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>One authenticated request.</summary>
internal sealed record HumaCall(HttpContext Http, HumaSystem Huma, HumaKey Key, JsonElement Body)
{
    public HumaStore Store => Huma.Store;
    public HumaSwitches Switches => Huma.Switches;

    /// <summary>The user of a path segment; <c>me</c> is the key's own service user.</summary>
    public HumaUser User(string segment)
    {
        var id = segment == "me" ? Key.ServiceUserId : Id(segment, "id");
        return Store.Find(id) is { } user && Sees(user) ? user : throw HumaRefusal.NotFound("User", segment);
    }

    /// <summary>The user of the path.</summary>
    public HumaUser User() => User(Segment(Http.Request.RouteValues.ContainsKey("userId") ? "userId" : "id"));

    /// <summary>A segment of the path.</summary>
    public string Segment(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>A segment of the path as id; 400 where it is none.</summary>
    public Guid Id(string name = "id") => Id(Segment(name), name);

    /// <summary>Whether the key can read a user.</summary>
    public bool Sees(HumaUser user) => user.Active || Switches.DeactivatedVisible;

    /// <summary>The key's rights on a user.</summary>
    public Editing Editing(HumaUser user) => new(user, Key, Switches);

    /// <summary>Applies a change, or refuses it because another user has a unique value.</summary>
    public HumaUser Change(HumaUser user, Func<HumaUser, HumaUser> change)
    {
        var after = Store.Change(user.Id, change, out var taken)
            ?? throw HumaRefusal.NotFound("User", user.Id.ToString());
        return taken.Count == 0 ? after : throw HumaRefusal.NotUnique(Switches.UniquenessStatus, [.. taken]);
    }

    /// <summary>Whether a write to a locked profile proceeds; false when it is ignored silently.</summary>
    public bool MayChange(HumaUser user, string property)
    {
        if (Editing(user).CanChange(property))
            return true;
        return Switches.LockedWrite switch
        {
            LockedWrite.Forbidden => throw HumaRefusal.Locked(403, property),
            LockedWrite.BadRequest => throw HumaRefusal.Locked(400, property),
            _ => false,
        };
    }

    private static Guid Id(string segment, string name) =>
        Guid.TryParse(segment, out var id) ? id : throw HumaRefusal.Invalid(name);
}
