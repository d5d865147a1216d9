using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Portal.Components.Pages.Connection.People;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>The list of people as its address says.</summary>
public sealed class PeopleViewTests
{
    private static readonly IReadOnlyList<PersonRow> People =
    [
        Row("Anna Berg", "1002", MatchState.Linked, 2),
        Row("Bjørn Å. Dahl", "0991", MatchState.OnlyInHuma, 0),
        Row("Çiğdem Øst", "1001", MatchState.Linked, 7),
        Row("Dag Ås", null, MatchState.Probable, 0) with
        {
            NeedsAnswer = true,
        },
    ];

    [Theory]
    [InlineData("", "Anna Berg|Bjørn Å. Dahl|Çiğdem Øst|Dag Ås")]
    [InlineData("?show=Linked", "Anna Berg|Çiğdem Øst")]
    [InlineData("?show=linked&q=cigdem", "Çiğdem Øst")]
    [InlineData("?show=Differing&order=-Differences", "Çiğdem Øst|Anna Berg")]
    [InlineData("?show=Questions", "Dag Ås")]
    [InlineData("?order=Number", "Dag Ås|Bjørn Å. Dahl|Çiğdem Øst|Anna Berg")]
    [InlineData("?order=-Name&page=2", "Dag Ås|Çiğdem Øst|Bjørn Å. Dahl|Anna Berg")]
    [InlineData("?q=aa", "Bjørn Å. Dahl|Dag Ås")]
    [InlineData("?q=nobody", "")]
    [InlineData("?show=9&order=nothing&page=-1", "Anna Berg|Bjørn Å. Dahl|Çiğdem Øst|Dag Ås")]
    public void Of_AnAddress_FiltersSearchesAndSorts(string query, string names) =>
        Assert.Equal(names, string.Join('|', Read(query).Of(People).Select(person => person.Name)));

    [Theory]
    [InlineData("?show=Linked&q=anna%20berg&order=-Email&page=3")]
    [InlineData("")]
    public void ToQuery_OfWhatWasRead_IsTheSameView(string query)
    {
        var view = Read(query);

        var again = string.Join(
            '&',
            view.ToQuery()
                .Where(part => part.Value is not null)
                .Select(part => $"{part.Key}={Uri.EscapeDataString($"{part.Value}")}")
        );

        Assert.Equal(view, Read($"?{again}"));
        Assert.Equal(query.TrimStart('?'), again);
    }

    private static PeopleView Read(string query) =>
        PeopleView.Read($"https://portal.example/connections/1/people{query}");

    private static PersonRow Row(string name, string? number, MatchState state, int differences)
    {
        var words = name.Split(' ', 2);
        var person = new Person(
            Side.Huma,
            name,
            true,
            new FieldValues([
                new(Field.GivenName, FieldValue.From(words[0])),
                new(Field.FamilyName, FieldValue.From(words[1])),
                new(Field.EmploymentId, FieldValue.From(number)),
            ])
        );
        return new PersonRow($"h-{name}", name, number, null, state, differences)
        {
            Known = new KnownPerson(person, null, state),
        };
    }
}
