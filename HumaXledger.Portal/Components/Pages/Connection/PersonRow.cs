using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Sync;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>One person of a connection in a list. <c>Key</c> is <c>h-{Huma id}</c>, or <c>x-{dbId}</c> for somebody only in Xledger.</summary>
public sealed record PersonRow(string Key, string Name, string? EmploymentId, string? Email, MatchState State, int Differences)
{
    /// <param name="linked">Who is linked by now; a comparison is older than the run that followed it.</param>
    public static IReadOnlyList<PersonRow> Of(Comparison comparison, IReadOnlySet<Link> linked)
    {
        var differences = comparison.Differences.GroupBy(difference => difference.Pair.Huma.Id).ToDictionary(group => group.Key, group => group.Count());
        var matches = comparison.Matches;
        return
        [
            .. matches.Pairs.Select(pair => Row(pair.Huma, linked.Contains(pair.Link) ? MatchState.Linked : pair.State, differences.GetValueOrDefault(pair.Huma.Id)))
                .Concat(matches.Ambiguities.Select(ambiguity => Row(ambiguity.Huma, MatchState.Ambiguous, 0)))
                .Concat(matches.OnlyInHuma.Select(person => Row(person, MatchState.OnlyInHuma, 0)))
                .Concat(matches.OnlyInXledger.Select(person => Row(person, MatchState.OnlyInXledger, 0)))
                .OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
    }

    public static string KeyOf(Person person) => (person.Side == Side.Huma ? "h-" : "x-") + person.Id;

    /// <summary>Whom a key means; null where it is none.</summary>
    public static PersonIds? IdsOf(string key) =>
        key.StartsWith("h-", StringComparison.Ordinal) ? new PersonIds(new HumaId(key[2..]), null) : key.StartsWith("x-", StringComparison.Ordinal) ? new PersonIds(null, new XledgerId(key[2..])) : null;

    public bool Fits(string search) =>
        Name.Contains(search, StringComparison.CurrentCultureIgnoreCase)
        || EmploymentId?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
        || Email?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    private static PersonRow Row(Person person, MatchState state, int differences) =>
        new(KeyOf(person), person.DisplayName, person[Field.EmploymentId].TextOrNull, person[Field.Email].TextOrNull, state, differences);
}
