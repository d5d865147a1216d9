using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>The facts of a profile, besides the fields, that the scope rules depend on.</summary>
internal static class PersonFacts
{
    private static readonly string[] Kinds = ["companies", "locations", "teams"];

    /// <summary>
    /// Ids of the person's groups: those of <c>groups</c>, else those of its three kinds together; null where the key
    /// cannot read all of them (contracts/huma.md 2.7).
    /// </summary>
    public static IReadOnlyList<string>? Groups(JsonElement profile)
    {
        if (IdsIn(profile, "groups") is { } all)
        {
            return all;
        }

        var parts = Kinds.Select(kind => IdsIn(profile, kind)).ToList();
        return parts.Exists(part => part is null) ? null : [.. parts.SelectMany(part => part!).Distinct()];
    }

    /// <summary>
    /// Contract types of the person's current positions, else of the next ones, else of the last one; null where one of
    /// them states none.
    /// </summary>
    /// <param name="positions">
    /// Current positions, or all where there is no current one; null where the key cannot read them.
    /// </param>
    /// <param name="profile">Its deprecated <c>employmentType</c> is used where positions state no type.</param>
    public static IReadOnlyList<string>? ContractTypes(IReadOnlyList<PositionSummary>? positions, JsonElement profile)
    {
        var mirrored = new Wrapped(profile, "employmentType");
        var (counting, mirror) = (Counting(positions ?? []), mirrored.Text().TextOrNull);
        return counting.Count switch
        {
            0 => mirror is not null ? [mirror]
            : positions is not null ? []
            : null,
            1 when counting[0].ContractType is null => mirror is null ? null : [mirror],
            _ => counting.Exists(position => position.ContractType is null)
                ? null
                : [.. counting.Select(position => position.ContractType!).Distinct()],
        };
    }

    // The current ones, else the next ones, else the one that ended last.
    private static List<PositionSummary> Counting(IReadOnlyList<PositionSummary> positions)
    {
        var current = positions.Where(position => position.Position.Status == PositionPhase.Current).ToList();
        var next = positions.Where(position => position.Position.Status == PositionPhase.Upcoming).ToList();
        return current.Count > 0 ? current
            : next.Count > 0 ? next
            : [.. positions.OrderByDescending(position => position.Position.End).Take(1)];
    }

    private static IReadOnlyList<string>? IdsIn(JsonElement profile, string name) =>
        new Wrapped(profile, name) switch
        {
            { IsVisible: false } => null,
            { Value: null } => [],
            { Value: { ValueKind: JsonValueKind.Array } groups } =>
            [
                .. groups.EnumerateArray().Select(group => group.Id()).OfType<string>(),
            ],
            _ => null,
        };
}
