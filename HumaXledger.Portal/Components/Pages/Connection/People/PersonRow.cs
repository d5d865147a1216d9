using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;

namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>
/// One person of a connection in a list. <c>Key</c> is <c>h-{Huma id}</c>, or <c>x-{dbId}</c> for a person only in
/// Xledger.
/// </summary>
public sealed record PersonRow(
    string Key,
    string Name,
    string? EmploymentId,
    string? Email,
    MatchState State,
    int Differences
)
{
    /// <summary>Both records.</summary>
    public required KnownPerson Known { get; init; }

    /// <summary>Whether the person's match is an open question.</summary>
    public bool NeedsAnswer { get; init; }

    /// <summary>Why the person is never synchronized; null for people in scope.</summary>
    public Reason? LeftOut { get; init; }

    /// <summary>All people, by name.</summary>
    public static IReadOnlyList<PersonRow> Of(ConnectionFigures figures) =>
        [
            .. figures
                .People.Select(person => new PersonRow(
                    KeyOf(person.Reference),
                    person.Record.DisplayName,
                    person.Record[Field.EmploymentId].TextOrNull,
                    person.Record[Field.Email].TextOrNull,
                    person.State,
                    figures.Of(person.Reference).Count(row => row.Field is not null)
                )
                {
                    Known = person,
                    NeedsAnswer = person.NeedsAnswer,
                    LeftOut = person.LeftOut is { } leftOut ? ScopeReason.Of(leftOut) : null,
                })
                .OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase),
        ];

    /// <summary>The key of a person.</summary>
    public static string KeyOf(PersonRef person) => (person.Side == Side.Huma ? "h-" : "x-") + person.Id;

    /// <summary>The key of a person.</summary>
    public static string KeyOf(Person person) => (person.Side == Side.Huma ? "h-" : "x-") + person.Id;

    /// <summary>The person of a key; null when the key is not valid.</summary>
    public static PersonIds? IdsOf(string key) =>
        key.StartsWith("h-", StringComparison.Ordinal) ? new PersonIds(new HumaId(key[2..]), null)
        : key.StartsWith("x-", StringComparison.Ordinal) ? new PersonIds(null, new XledgerId(key[2..]))
        : null;

    /// <summary>Whether a search finds the person, by either record.</summary>
    public bool Fits(PersonQuery query) => query.Fits(Known.Huma, Known.Xledger);

    /// <summary>Whether the filter includes the person.</summary>
    public bool Is(PeopleFilter shown) =>
        shown switch
        {
            PeopleFilter.Differing => Differences > 0,
            PeopleFilter.Questions => NeedsAnswer,
            PeopleFilter.OnlyInHuma => State == MatchState.OnlyInHuma && LeftOut is null,
            PeopleFilter.OnlyInXledger => State == MatchState.OnlyInXledger && LeftOut is null,
            PeopleFilter.Linked => State == MatchState.Linked && LeftOut is null,
            PeopleFilter.OutOfScope => LeftOut is not null,
            _ => true,
        };
}
