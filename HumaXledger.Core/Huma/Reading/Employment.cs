using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>The five employment fields of one person and the position they stand in.</summary>
internal sealed record Employment(string? PositionId, IReadOnlyDictionary<Field, FieldValue> Values, IReadOnlyDictionary<Field, WriteLock> Locks)
{
    /// <summary>See <see cref="Person.ContractTypes"/>.</summary>
    public IReadOnlyList<string>? ContractTypes { get; init; }

    /// <summary>From a position read by itself.</summary>
    public static Employment Of(string positionId, JsonElement position)
    {
        var values = new Dictionary<Field, FieldValue>();
        var locks = new Dictionary<Field, WriteLock>();
        foreach (var (field, name) in ProfileProperties.OfPosition)
        {
            var property = new Wrapped(position, name);
            values[field] = field == Field.JobTitle ? property.Title() : property.Date();
            if (property.Lock is { } held)
            {
                locks[field] = held;
            }
        }

        return new Employment(positionId, values, locks);
    }

    /// <summary>
    /// From the profile's deprecated properties. Their <c>editable</c> says nothing: they cannot be written on the profile any more (contracts/huma.md 2.8).
    /// </summary>
    public static Employment Mirrored(string? positionId, JsonElement profile) => new(
        positionId,
        ProfileProperties.Mirrored.ToDictionary(
            entry => entry.Key,
            entry => entry.Key == Field.JobTitle ? new Wrapped(profile, entry.Value).Title() : new Wrapped(profile, entry.Value).Date()),
        new Dictionary<Field, WriteLock>());

    /// <summary>Positions that the key may not see: what the profile holds is taken, what it lacks is unknown rather than empty, and nothing can be written.</summary>
    public static Employment Unseen(string? positionId, JsonElement profile)
    {
        var mirrored = Mirrored(positionId, profile);
        return mirrored with
        {
            Values = mirrored.Values.ToDictionary(entry => entry.Key, entry => entry.Value.IsValue ? entry.Value : FieldValue.NotKnown),
            Locks = mirrored.Values.ToDictionary(entry => entry.Key, _ => WriteLock.NotEditable),
        };
    }

    /// <summary>No position at all: every field is known to be empty, except where the profile holds a value by itself.</summary>
    public static Employment None(JsonElement profile)
    {
        var mirrored = Mirrored(null, profile);
        return mirrored with { Values = mirrored.Values.ToDictionary(entry => entry.Key, entry => entry.Value.IsValue ? entry.Value : FieldValue.Nothing) };
    }
}

/// <summary>
/// Finds the employment of a profile. Costs nothing more where the deprecated properties mirror a current position; one request (the position) where they
/// do not; one more (the list of positions) for people without a current position.
/// </summary>
internal sealed class EmploymentReader(HumaCalls calls)
{
    private const string Positions = "/users/{id}/positions";
    private const string Position = "/users/{id}/positions/{position}";

    public async Task<Employment> ReadAsync(string userId, JsonElement profile, CancellationToken cancellation)
    {
        var current = profile.Items("currentPositions").Select(PositionSummary.Read).OfType<PositionSummary>().ToList();
        var positions = current.Count > 0 ? current : await ListAsync(userId, cancellation);
        return await OfAsync(userId, positions, profile, cancellation) with { ContractTypes = PersonFacts.ContractTypes(positions, profile) };
    }

    private async Task<Employment> OfAsync(string userId, IReadOnlyList<PositionSummary>? positions, JsonElement profile, CancellationToken cancellation)
    {
        if (positions is null)
        {
            return Employment.Unseen(null, profile);
        }

        if (MainPosition.Choose(positions, profile) is not { } main)
        {
            return Employment.None(profile);
        }

        if (main.Mirrored && ProfileProperties.Mirrored.Values.All(name => new Wrapped(profile, name).IsVisible))
        {
            return Employment.Mirrored(main.Position.Id, profile);
        }

        using var answer = await calls.SendAsync(HumaCall.Get(Position, userId, main.Position.Id), cancellation);
        return answer.Refusal is null ? Employment.Of(main.Position.Id, answer.Root) : Employment.Unseen(main.Position.Id, profile);
    }

    /// <summary>All positions of a person; null where the key may not see them.</summary>
    public async Task<IReadOnlyList<PositionSummary>?> ListAsync(string userId, CancellationToken cancellation)
    {
        // The size of a page is not told; nobody has had a hundred positions.
        using var answer = await calls.SendAsync(HumaCall.Get(Positions, userId).With("limit=100"), cancellation);
        return answer.Refusal is null && answer.Root.Property("items") is { ValueKind: JsonValueKind.Array }
            ? [.. answer.Root.Items("items").Select(PositionSummary.Read).OfType<PositionSummary>()]
            : null;
    }
}
