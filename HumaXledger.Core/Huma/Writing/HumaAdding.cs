using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Adds one person: the user with what Huma requires (contracts/huma.md 2.6), never invited, then everything else as an
/// ordinary write, so that a bad phone
/// number does not keep a person out. From the moment the user exists its id is reported whatever happens.
/// </summary>
internal sealed class HumaAdding(HumaCalls calls, ListReader lists, HumaWriting writing)
{
    private const string Users = "/users";

    private static readonly string[] Activity = ["true", "false"];

    private static readonly HumaField[] Needed = HumaFields.NeededToAdd;

    /// <summary>Creates the user, then writes the other fields.</summary>
    public async Task<HumaAddOutcome> AddAsync(
        FieldValues values,
        HumaScope scope,
        Func<HumaId, Task>? noted,
        CancellationToken cancellation
    )
    {
        if (Array.Find(Needed, needed => !values[needed.Field].IsValue) is { } lacking)
        {
            return NotAdded(new Reason(HumaReasons.PersonIncomplete, FieldRules.For(lacking.Field).Name));
        }

        var (id, refused) = await CreateAsync(values, scope, cancellation);
        if (id is null)
        {
            return NotAdded(refused!);
        }

        if (noted is not null)
        {
            await noted(new HumaId(id));
        }

        return await WriteRestAsync(Created(id, values), Rest(values), cancellation);
    }

    /// <summary>Writes only the fields that differ.</summary>
    public async Task<HumaAddOutcome> CompleteAsync(HumaUser found, FieldValues values, CancellationToken cancellation)
    {
        var rest = Rest(values)
            .Where(entry =>
                !FieldNormal.Same(entry.Key, found.Person[entry.Key], entry.Value, Identification.HomeCountry)
            )
            .ToDictionary();
        return rest.Count == 0
            ? new HumaAddOutcome(found.Id, null, new Dictionary<Field, Reason>(), found)
            : await WriteRestAsync(found, rest, cancellation);
    }

    private async Task<HumaAddOutcome> WriteRestAsync(
        HumaUser created,
        IReadOnlyDictionary<Field, FieldValue> rest,
        CancellationToken cancellation
    )
    {
        var outcome = await writing.WriteAsync(created, rest, begun: true, cancellation);
        return new HumaAddOutcome(created.Id, null, outcome.Refused, outcome.After);
    }

    private static Dictionary<Field, FieldValue> Rest(FieldValues values) =>
        values
            .Where(entry => entry.Value.IsValue && Needed.All(needed => needed.Field != entry.Key))
            .ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>Ids of the users with exactly this e-mail address.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string email, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var active in Activity)
        {
            var listed = await lists.ReadAsync(
                Users,
                Search(active, email),
                PeopleReader.UsersPerPage,
                (id, item) => (Id: id, Email: item.Text("email")),
                cancellation
            );
            found.AddRange(
                listed
                    .Items.Where(user =>
                        FieldNormal.Same(Field.Email, FieldValue.From(user.Email), FieldValue.From(email), null)
                    )
                    .Select(user => user.Id)
            );
        }

        return [.. found.Distinct()];
    }

    private static string Search(string active, string email) =>
        $"isActive={active}&search={Uri.EscapeDataString(email)}";

    private async Task<(string? Id, Reason? Refused)> CreateAsync(
        FieldValues values,
        HumaScope scope,
        CancellationToken cancellation,
        bool again = false
    )
    {
        var body = new JsonObject
        {
            ["groups"] = scope.Group is { } group ? new JsonArray(group.Id) : new JsonArray(),
            ["invite"] = false,
        };
        foreach (var needed in Needed)
        {
            body[needed.Property] = values[needed.Field].TextOrNull;
        }

        var call = HumaCall.Send(HttpMethod.Post, Users, body);
        try
        {
            using var answer = await calls.SendAsync(call, cancellation);
            if (answer.Refusal is not { } refusal)
            {
                var id = answer.Root.Id() ?? throw HumaFaults.Unexpected(call, "id");
                return IsAnother(answer.Root, values) ? (null, new Reason(HumaReasons.PersonExists)) : (id, null);
            }

            // After a lost answer, a conflict may be with the person that the first request added.
            return again && await FindAsync(values, cancellation) is { IsOurs: true } own
                ? (own.Id, null)
                : (null, ReasonOf(refusal, call.Where));
        }
        catch (HumaFault fault) when (fault.OutcomeUnknown)
        {
            if (await FindAfterLossAsync(values, cancellation) is { } found)
            {
                return found.IsOurs ? (found.Id, null) : (null, new Reason(HumaReasons.PersonExists));
            }

            if (again)
            {
                throw;
            }

            return await CreateAsync(values, scope, cancellation, again: true);
        }
    }

    // An address belongs to one user: who bears another one was there before, and is not written to.
    private static bool IsAnother(JsonElement answered, FieldValues values) =>
        (answered.Text("email") ?? answered.Property("email")?.Text("value")) is { Length: > 0 } email
        && !FieldNormal.Same(Field.Email, FieldValue.From(email), values[Field.Email], null);

    private async Task<Found?> FindAfterLossAsync(FieldValues values, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(values, cancellation);
        }
        catch (HumaFault fault)
        {
            // The search failed, and the person may be there.
            throw new HumaFault(fault.Cause, fault.Reason, fault.Transient, fault) { OutcomeUnknown = true };
        }
    }

    /// <summary>The user with this e-mail address; ours is the one who also has the names that were sent.</summary>
    private async Task<Found?> FindAsync(FieldValues values, CancellationToken cancellation)
    {
        var email = values[Field.Email].TextOrNull!;
        foreach (var active in Activity)
        {
            var listed = await lists.ReadAsync(
                Users,
                Search(active, email),
                PeopleReader.UsersPerPage,
                (id, item) =>
                    (
                        Id: id,
                        Email: item.Text("email"),
                        IsOurs: Needed.All(needed => Same(needed.Field, item.Text(needed.Property)))
                    ),
                cancellation
            );
            foreach (var user in listed.Items)
            {
                if (Same(Field.Email, user.Email))
                {
                    return new Found(user.Id, user.IsOurs);
                }
            }
        }

        return null;

        bool Same(Field field, string? held) => FieldNormal.Same(field, FieldValue.From(held), values[field], null);
    }

    private static Reason ReasonOf(HumaRefusal refusal, string where)
    {
        bool Names(string property) =>
            refusal.Fields.Any(field =>
                field.Split('.', '[', '/')[0].Equals(property, StringComparison.OrdinalIgnoreCase)
            );

        return refusal.IsDuplicate ? new Reason(HumaReasons.PersonExists)
            : Names("groups") ? new Reason(HumaReasons.GroupNeeded)
            : WriteLog.ReasonOf(refusal, where);
    }

    /// <summary>The values of a user that has just been created.</summary>
    private static HumaUser Created(string id, FieldValues values)
    {
        var held = FieldRules.All.Select(rules => KeyValuePair.Create(rules.Field, FieldValue.Nothing)).ToDictionary();
        foreach (var needed in Needed)
        {
            held[needed.Field] = values[needed.Field];
        }

        // The home address determines the country of an identification.
        held[Field.Address] = values[Field.Address].IsValue ? values[Field.Address] : FieldValue.Nothing;
        return new HumaUser(new Person(Side.Huma, id, true, new FieldValues(held)), null, null);
    }

    private static HumaAddOutcome NotAdded(Reason reason) => new(null, reason, new Dictionary<Field, Reason>(), null);

    private sealed record Found(string Id, bool IsOurs);
}
